"""What a person would rather not see."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum.actions.cleaning import known_notes
from hearten.forum.actions.danger import lock_writer
from hearten.forum.models import Reading
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def save_reading(*, hidden: Collection[str], uncovered: bool, by: Actor) -> Reading:
    """Choose for oneself which topics (codes of ContentNote) are left out, and whether the others
    stand there uncovered. It holds in every space. What was chosen is not in the record: it says much
    of a person."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person can choose this."))
    lock_writer(by.actor_id)
    saved, _made = Reading.objects.get_or_create(account_id=by.actor_id)
    chosen = known_notes(hidden, "hidden")
    if (saved.hidden, saved.uncovered) != (chosen, uncovered):
        saved.hidden, saved.uncovered = chosen, uncovered
        saved.save(update_fields=["hidden", "uncovered"])
        audit.record(verb=Verb.READING_CHANGED, subject=saved, by=by)
    return saved
