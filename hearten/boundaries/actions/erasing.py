"""What was noticed about a person's work, and how much they carried, goes."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.boundaries.models import Concern, Pace, Rest, Sign, Tally, Yield
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete signs, concerns with their notes, counts and rests, of a supporter as of the member of a
    pairing. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    theirs = Q(supporter=account) | Q(pairing__member=account)
    for noticed in (Concern, Sign):
        taken.delete(noticed.objects.filter(theirs))
    taken.delete(Pace.objects.filter(Q(pairing__supporter=account) | Q(pairing__member=account)))
    for carried in (Tally, Rest, Yield):
        taken.delete(carried.objects.filter(account=account))
    return taken
