"""What follows when a person is suspended or leaves: nobody they were with is left stranded."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching import policies
from hearten.matching.actions.closing import close
from hearten.matching.actions.locks import (
    lock_member,
    lock_pairing,
    lock_programme,
    lock_proposal,
    lock_requests,
)
from hearten.matching.actions.pairings import end, follow_up
from hearten.matching.actions.requests import close_request
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import (
    OPEN_STAGES,
    OPEN_STATES,
    EndReason,
    Pairing,
    Proposal,
    Stage,
    SupportRequest,
)


@transaction.atomic
def end_all_for(*, account_id: UUID, by: Actor) -> tuple[UUID, ...]:
    """End all a person has open: requests, proposals, pairings. The members they supported wait
    again at once, with the time they had waited; they can cancel that. Gives the pairings ended.

    For accounts.ports.bind_on_suspended. Called again it finds nothing and changes nothing.
    """
    requests = SupportRequest.objects.filter(member=account_id, state__in=OPEN_STATES)
    asked = Proposal.objects.filter(supporter=account_id, stage__in=OPEN_STAGES)
    programmes = {
        *_open_pairings(account_id).values_list("programme_id", flat=True),
        *requests.values_list("programme_id", flat=True),
        *asked.values_list("request__programme_id", flat=True),
    }
    if not programmes:
        return ()
    if not any(
        policies.may_end_all(by, account_id=account_id, programme_id=one) for one in programmes
    ):
        raise NotAllowed(_("Only the programme can do this."))
    members = _lock_in_order(account_id, programmes)
    ended = _end_pairings(account_id, members, by=by)
    for request in lock_requests(requests.values_list("pk", flat=True)):
        close_request(request, by=by)
    for proposal_id in asked.order_by("request_id").values_list("pk", flat=True):
        _withdraw(proposal_id, by=by)
    for programme_id in programmes:
        ask_for_sweep(programme_id)
    return ended


def _open_pairings(account_id: UUID) -> QuerySet[Pairing]:
    mine = Pairing.objects.filter(Q(member=account_id) | Q(supporter=account_id))
    return mine.filter(ended_at__isnull=True)


def _lock_in_order(account_id: UUID, programmes: Iterable[UUID]) -> dict[UUID, Account]:
    """First all members concerned, then the programmes: see actions/locks.py."""
    ids = {account_id, *_open_pairings(account_id).values_list("member_id", flat=True)}
    members = {one: lock_member(one) for one in sorted(ids)}
    for programme in Programme.objects.filter(pk__in=programmes).order_by("pk"):
        lock_programme(programme)
    return members


def _end_pairings(account_id: UUID, members: dict[UUID, Account], *, by: Actor) -> tuple[UUID, ...]:
    """End them; their members, unless it is they who go, are back in the queue."""
    ended = []
    for pairing_id in _open_pairings(account_id).order_by("pk").values_list("pk", flat=True):
        held = lock_pairing(pairing_id)
        if held.ended_at is not None:
            continue
        end(held, EndReason.SUSPENDED, by=by)
        ended.append(held.pk)
        if held.member_id != account_id and members[held.member_id].is_active:
            follow_up(held, members[held.member_id], by=by)
    return tuple(ended)


def _withdraw(proposal_id: UUID, *, by: Actor) -> None:
    held = lock_proposal(proposal_id)
    if held.stage in OPEN_STAGES:
        close(held, Stage.WITHDRAWN, by=by)
