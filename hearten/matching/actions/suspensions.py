"""What follows when a person is suspended, leaves or supports no more: nobody they were with is left
stranded."""

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
    pairings = _open_pairings(Q(member=account_id) | Q(supporter=account_id))
    programmes = {
        *pairings.values_list("programme_id", flat=True),
        *requests.values_list("programme_id", flat=True),
        *asked.values_list("request__programme_id", flat=True),
    }
    if not programmes:
        return ()
    if not any(
        policies.may_end_all(by, account_id=account_id, programme_id=one) for one in programmes
    ):
        raise NotAllowed(_("Only the programme can do this."))
    members = _lock_in_order(account_id, pairings, programmes)
    ended = _end_pairings(account_id, pairings, members, EndReason.SUSPENDED, by=by)
    for request in lock_requests(requests.values_list("pk", flat=True)):
        close_request(request, by=by)
    _withdraw_all(asked, by=by)
    for programme_id in programmes:
        ask_for_sweep(programme_id)
    return ended


@transaction.atomic
def end_support(*, supporter_id: UUID, programme_id: UUID, by: Actor) -> tuple[UUID, ...]:
    """End all that somebody does as a supporter in a programme: proposals and the pairings in which
    they support. Their members wait again as after a suspension; what the person asked for or has
    as a member stays. Gives the pairings ended.

    For accounts.ports.bind_on_supporter_ended. Called again it finds nothing and changes nothing.
    """
    if not policies.may_end_support(by, programme_id=programme_id):
        raise NotAllowed(_("Only the programme can do this."))
    pairings = _open_pairings(Q(supporter=supporter_id, programme=programme_id))
    asked = Proposal.objects.filter(
        supporter=supporter_id, request__programme=programme_id, stage__in=OPEN_STAGES
    )
    if not pairings.exists() and not asked.exists():
        return ()
    members = _lock_in_order(supporter_id, pairings, [programme_id])
    ended = _end_pairings(supporter_id, pairings, members, EndReason.ROLE_ENDED, by=by)
    _withdraw_all(asked, by=by)
    ask_for_sweep(programme_id)
    return ended


def _open_pairings(those: Q) -> QuerySet[Pairing]:
    return Pairing.objects.filter(those, ended_at__isnull=True)


def _lock_in_order(
    account_id: UUID, pairings: QuerySet[Pairing], programmes: Iterable[UUID]
) -> dict[UUID, Account]:
    """First all people concerned, then the programmes: see actions/locks.py."""
    ids = {account_id, *pairings.values_list("member_id", flat=True)}
    people = {one: lock_member(one) for one in sorted(ids)}
    for programme in Programme.objects.filter(pk__in=programmes).order_by("pk"):
        lock_programme(programme)
    return people


def _end_pairings(
    account_id: UUID,
    pairings: QuerySet[Pairing],
    members: dict[UUID, Account],
    reason: EndReason,
    *,
    by: Actor,
) -> tuple[UUID, ...]:
    """End them; their members, unless it is they who go, are back in the queue."""
    ended = []
    for pairing_id in pairings.order_by("pk").values_list("pk", flat=True):
        held = lock_pairing(pairing_id)
        if held.ended_at is not None:
            continue
        end(held, reason, by=by)
        ended.append(held.pk)
        if held.member_id != account_id and members[held.member_id].is_active:
            follow_up(held, members[held.member_id], by=by)
    return tuple(ended)


def _withdraw_all(asked: QuerySet[Proposal], *, by: Actor) -> None:
    for proposal_id in asked.order_by("request_id").values_list("pk", flat=True):
        held = lock_proposal(proposal_id)
        if held.stage in OPEN_STAGES:
            close(held, Stage.WITHDRAWN, by=by)
