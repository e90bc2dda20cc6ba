"""What matching keeps of a person goes; that two people were paired, and when, stays without a name."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching.models import (
    Feedback,
    Pairing,
    Proposal,
    SupporterSettings,
    SupportRequest,
)


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Empty what the person wrote and what tells what they live with; requests, proposals and
    pairings stay as times, for the waits of everybody. For accounts.ports.bind_keeper, after all
    that was open has ended."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    asked = SupportRequest.objects.filter(member=account)
    taken.change(asked.filter(sealed_words__isnull=False), sealed_words=None)
    # Why two fit names what they have in common.
    proposed = Proposal.objects.filter(Q(request__member=account) | Q(supporter=account))
    taken.change(proposed.exclude(reasons=[]), reasons=[])
    passed_on = Pairing.objects.filter(Q(member=account) | Q(supporter=account))
    taken.change(passed_on.filter(sealed_handover__isnull=False), sealed_handover=None)
    taken.change(Pairing.objects.filter(handover_to=account), handover_to=None)
    taken.delete(Feedback.objects.filter(by=account))
    taken.delete(SupporterSettings.objects.filter(supporter=account))
    return taken
