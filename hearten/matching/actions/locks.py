"""Rows are locked in one order everywhere, so that nobody waits for each other in a circle:

    people's accounts (by id) → programme's matching settings → pairing → requests (by id) → proposals
    → supporter's settings

FOR NO KEY UPDATE throughout: rows that only point at these can be written meanwhile. What takes a
lock of another domain while it calls an action here, takes it before.
"""

from collections.abc import Iterable
from uuid import UUID

from hearten.accounts.models import Account, Programme
from hearten.matching.models import (
    MatchingSettings,
    Pairing,
    Proposal,
    SupporterSettings,
    SupportRequest,
)


def lock_member(member_id: UUID) -> Account:
    """Under this lock a member's requests are opened: at most one is open."""
    return Account.objects.select_for_update(no_key=True).get(pk=member_id)


def lock_supporters_account(supporter_id: UUID) -> None:
    """Under this lock a supporter is active and holds the role, or does not: suspending them and
    ending the role take it before they look for what to end, so no pairing slips through."""
    Account.objects.select_for_update(no_key=True).only("id").get(pk=supporter_id)


def lock_programme(programme: Programme) -> MatchingSettings:
    """Under this lock a programme's proposals are made: two sweeps never make the same one."""
    MatchingSettings.objects.get_or_create(programme=programme)
    return MatchingSettings.objects.select_for_update(no_key=True).get(programme=programme)


def lock_pairing(pairing_id: UUID) -> Pairing:
    """Under this lock a pairing ends, and its handover is answered."""
    locked = Pairing.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("programme", "member", "supporter", "proposal__request").get(
        pk=pairing_id
    )


def lock_request(request_id: UUID) -> SupportRequest:
    """Under this lock a request changes its state, and its open proposal with it."""
    return lock_requests([request_id])[0]


def lock_requests(request_ids: Iterable[UUID]) -> list[SupportRequest]:
    """Several at once, in the order of their ids."""
    locked = SupportRequest.objects.select_for_update(no_key=True, of=("self",))
    return list(
        locked.select_related("programme", "member").filter(pk__in=request_ids).order_by("pk")
    )


def lock_proposal(proposal_id: UUID) -> Proposal:
    """A proposal with its request, the request first."""
    request_id = Proposal.objects.values_list("request_id", flat=True).get(pk=proposal_id)
    request = lock_request(request_id)
    proposal = (
        Proposal.objects.select_for_update(no_key=True, of=("self",))
        .select_related("supporter")
        .get(pk=proposal_id)
    )
    proposal.request = request
    return proposal


def lock_supporter(programme: Programme, supporter_id: UUID) -> SupporterSettings:
    """Under this lock a supporter's room is read and used."""
    SupporterSettings.objects.get_or_create(programme=programme, supporter_id=supporter_id)
    return SupporterSettings.objects.select_for_update(no_key=True).get(
        programme=programme, supporter_id=supporter_id
    )
