"""A person's seats lose their names and words; what the others have stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.groups import queries
from hearten.groups.actions.leaving import go, groups_with
from hearten.groups.models import HelpAsked, Seat


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Leave every group, take away what was asked of the programme, and forget whose the seats were. For
    accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    for group in groups_with(account.pk):
        seat = queries.seat_in(account.pk, group)
        if seat is not None:
            go(seat, group, by=by)
    mine = Seat.objects.filter(account=account)
    taken.delete(HelpAsked.objects.filter(seat__in=mine))
    taken.change(mine, account=None, sealed_words=b"", to_tell=False)
    return taken
