"""Never meeting somebody again."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Block
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible


@transaction.atomic
def block(*, of: Account, by: Actor) -> Block:
    """The actor never wants to meet `of` again. The other person is not told."""
    if by.actor_id is None or by.actor_id == of.id:
        raise NotPossible(_("You cannot block yourself."))
    Account.objects.select_for_update(no_key=True).get(pk=by.actor_id)
    made, new = Block.objects.get_or_create(by_id=by.actor_id, of=of)
    if new:
        audit.record(verb=Verb.BLOCKED, subject=of, by=by)
    return made


@transaction.atomic
def unblock(*, of: Account, by: Actor) -> None:
    """The actor may meet `of` again, as far as the actor is concerned."""
    gone, _rows = Block.objects.filter(by_id=by.actor_id, of=of).delete()
    if gone:
        audit.record(verb=Verb.UNBLOCKED, subject=of, by=by)
