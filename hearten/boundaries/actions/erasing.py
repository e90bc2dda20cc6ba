"""What boundaries keep of a person goes."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.boundaries.models import Concern, Pace, Rest, Sign, SupervisionNote, Tally, Yield
from hearten.boundaries.rules import Side
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Everything counted of the person as a supporter, and of what they did as a member. What their
    supporter did stays with the supporter: it names no member. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    mine = Q(supporter=account) | Q(pairing__member=account, side=Side.MEMBER.value)
    concerns = Concern.objects.filter(mine)
    taken.delete(SupervisionNote.objects.filter(concern__in=concerns))
    taken.delete(concerns)
    taken.delete(Sign.objects.filter(mine))
    taken.delete(Tally.objects.filter(account=account))
    two = Q(pairing__member=account) | Q(pairing__supporter=account)
    taken.delete(Pace.objects.filter(two))
    taken.delete(Rest.objects.filter(account=account))
    taken.delete(Yield.objects.filter(account=account))
    shown = Concern.objects.filter(pairing__member=account)
    taken.change(shown.filter(last_seq__isnull=False), last_seq=None)
    return taken
