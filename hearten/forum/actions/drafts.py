"""Keeping what somebody began to write, until they send it or throw it away. It is their own record: none
is in the audit's."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.forum import policies, queries
from hearten.forum.actions.danger import lock_writer
from hearten.forum.models import Draft, Space, Thread
from hearten.forum.rules import TEXT_MOST, TITLE_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed


@transaction.atomic
def keep_draft(*, place: Space | Thread, words: queries.Words, by: Actor) -> None:
    """Keep these words for a thread, or for a new one in a space, instead of what was kept there
    before; of none, nothing is kept. Nobody else reads them."""
    space = place.space if isinstance(place, Thread) else place
    if by.actor_id is None or not policies.may_write(by, space):
        raise NotAllowed(_("Only people of the programme keep something here."))
    if len(words.text) > TEXT_MOST or len(words.title) > TITLE_MOST:
        message = _("This is more than a post can hold. Please make it shorter.")
        raise Invalid(message, code="long", fields={"text": message})
    lock_writer(by.actor_id)
    person = Account.objects.get(pk=by.actor_id)
    here = Draft.objects.filter(queries.place_of_draft(place), account=person)
    if not (words.title or words.text):
        here.delete()
        return
    draft = here.first() or Draft(
        account=person,
        thread=place if isinstance(place, Thread) else None,
        space=place if isinstance(place, Space) else None,
    )
    draft.sealed_words, draft.kept_at = queries.closed(person, draft, words), clock.now()
    draft.save()


@transaction.atomic
def drop_draft(*, place: Space | Thread, by: Actor) -> None:
    """Throw away what they kept there: by their wish, or because it was sent."""
    Draft.objects.filter(queries.place_of_draft(place), account=by.actor_id).delete()
