"""The sweep: what is over is closed, who waits is proposed to somebody who fits."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme, Role
from hearten.accounts.queries import block_pairs, people_with
from hearten.conduct.queries import held_accounts
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching import policies, rules
from hearten.matching.actions.closing import close
from hearten.matching.actions.locks import lock_programme, lock_requests
from hearten.matching.actions.proposals import make_proposal
from hearten.matching.actions.requests import close_request
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import (
    OPEN_STAGES,
    OPEN_STATES,
    MatchingSettings,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.queries.supporters import loads_of, meeting_of

MOST_SILENCES = 2
"""Proposals a member may let pass before their request closes: else every supporter in turn would
be asked, say yes, and hear nothing. The member can ask again at any time."""


@transaction.atomic
def match_waiting(*, programme: Programme, by: Actor) -> list[Proposal]:
    """Look at a programme's queue once; gives the proposals made.

    All it does follows from what is stored and from the clock, so it can be killed at any moment
    and run again by anybody: the next run does what this one did not.
    """
    if not policies.may_run_matching(by, programme):
        raise NotAllowed(_("Only the programme can do this."))
    settings = lock_programme(programme)
    _expire(programme, by=by)
    _withdraw_unfit(programme, by=by)
    _close_deserted(programme, by=by)
    made = _propose(programme, settings, by=by)
    for moment in sorted({proposal.answer_by for proposal in made}):
        ask_for_sweep(programme.id, at=moment)
    return made


def _expire(programme: Programme, *, by: Actor) -> None:
    overdue = Q(answer_by__lte=clock.now())
    for proposal in _locked(_asking(programme).filter(overdue)):
        if proposal.answer_by <= clock.now():  # a yes may have moved it on meanwhile
            close(proposal, Stage.EXPIRED, by=by)


def _asking(programme: Programme) -> QuerySet[Proposal]:
    return Proposal.objects.filter(request__programme=programme, stage__in=OPEN_STAGES)


def _locked(proposals: QuerySet[Proposal]) -> list[Proposal]:
    """These open proposals under lock, their requests first; without those that closed meanwhile."""
    found = dict(proposals.values_list("pk", "request_id"))
    requests = {one.pk: one for one in lock_requests(found.values())}
    held = Proposal.objects.select_for_update(no_key=True).filter(
        pk__in=found, stage__in=OPEN_STAGES
    )
    locked = list(held.order_by("pk"))
    for proposal in locked:
        proposal.request = requests[proposal.request_id]
    return locked


def _withdraw_unfit(programme: Programme, *, by: Actor) -> None:
    """Paused, full, blocked, suspended or without the role since they were proposed."""
    asking = list(_asking(programme).select_related("request"))
    if not asking:
        return
    ready = {
        one.supporter_id
        for one in loads_of(programme)
        if not one.paused and one.pairings < one.capacity
    }
    members = {one.request.member_id for one in asking}
    present = set(
        people_with(programme, Role.MEMBER)
        .filter(id__in=members)
        .exclude(id__in=held_accounts())
        .values_list("id", flat=True)
    )
    parted = block_pairs(members) | _together(members)
    unfit = [
        one.pk
        for one in asking
        if one.supporter_id not in ready
        or one.request.member_id not in present
        or frozenset((one.request.member_id, one.supporter_id)) in parted
    ]
    for proposal in _locked(Proposal.objects.filter(pk__in=unfit)):
        close(proposal, Stage.WITHDRAWN, by=by)


def _together(members: Collection[UUID]) -> frozenset[frozenset[UUID]]:
    """Who is paired with each other at the moment, perhaps after another request."""
    pairs = Pairing.objects.filter(member__in=members, ended_at__isnull=True)
    return frozenset(frozenset(pair) for pair in pairs.values_list("member", "supporter"))


def _close_deserted(programme: Programme, *, by: Actor) -> None:
    """Requests of people who are members no more, or who let several proposals pass."""
    open_ones = SupportRequest.objects.filter(programme=programme, state=RequestState.WAITING)
    members = people_with(programme, Role.MEMBER).order_by().values("id")
    gone = set(open_ones.exclude(member__in=members).values_list("pk", flat=True))
    silent = Proposal.objects.filter(
        request__in=open_ones, stage=Stage.EXPIRED, supporter_said=True
    )
    counted = silent.values("request").annotate(times=Count("pk")).filter(times__gte=MOST_SILENCES)
    gone.update(counted.values_list("request", flat=True))
    for request in lock_requests(gone):
        if request.state in OPEN_STATES:
            close_request(request, by=by)


def _propose(programme: Programme, settings: MatchingSettings, *, by: Actor) -> list[Proposal]:
    """Needs and supporters are read without locks. Only who is proposed is locked, and left alone
    when they cancelled meanwhile; a supporter's room is checked again at their yes."""
    waiting = SupportRequest.objects.filter(programme=programme, state=RequestState.WAITING)
    # Whom a measure keeps from new conversations keeps their place, and is proposed nobody meanwhile.
    waiting = waiting.exclude(member__in=held_accounts())
    requests = list(waiting.select_related("member"))
    if not requests:
        return []
    meeting = meeting_of(programme, requests, in_turn=True)
    found = rules.assign(meeting.needs, meeting.supporters, clock.now())
    held = {one.pk: one for one in lock_requests([one.request_id for one in found])}
    return [
        make_proposal(held[one.request_id], one, settings, by=by)
        for one in found
        if held[one.request_id].state == RequestState.WAITING
    ]
