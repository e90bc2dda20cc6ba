"""What waits for a person: a supporter's inbox, a member's present state."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.matching import ports
from hearten.matching.models import (
    OPEN_STAGES,
    Feedback,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupporterSettings,
    SupportRequest,
)
from hearten.matching.queries.again import Waited, again_of, last_proposal_of, waited_of
from hearten.matching.queries.feedback import Marks, marks_of
from hearten.matching.queries.proposals import Card, cards_of
from hearten.matching.queries.settings import supporter_settings_of
from hearten.matching.queries.visible import (
    open_request,
    pairings_visible_to,
    proposals_visible_to,
)
from hearten.matching.rules import is_choosing


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A supporter's page in one programme."""

    to_answer: Sequence[Card]
    """The next deadline first."""
    with_member: Sequence[Card]
    """The supporter said yes, and the member is asked."""
    pairings: Sequence[Pairing]
    settings: SupporterSettings
    free_places: int
    marks: Marks | None
    resting: bool
    """They carried enough this week (ports.Resting): nobody new, whatever they set."""


def inbox_of(supporter: Account, programme: Programme) -> Inbox:
    """Proposals with the member's words, pairings, room and boundaries: for the supporter only."""
    asked = _open_proposals(supporter, programme).select_related("request__programme")
    cards = cards_of(programme, list(asked.order_by("answer_by", "id")), supporter)
    pairings = list(_open_pairings(supporter, programme))
    settings = supporter_settings_of(programme, supporter)
    return Inbox(
        to_answer=[card for card in cards if card.my_turn],
        with_member=[card for card in cards if card.i_said_yes],
        pairings=pairings,
        settings=settings,
        free_places=max(0, settings.capacity - len(pairings)),
        marks=marks_of(supporter, programme),
        resting=supporter.id in ports.resting(programme.id),
    )


def inbox_count(supporter: Actor, programme: Programme) -> int:
    """How many proposals wait for this supporter's answer."""
    return _open_proposals(supporter, programme).filter(supporter_said__isnull=True).count()


def _open_proposals(supporter: Actor, programme: Programme) -> QuerySet[Proposal]:
    return proposals_visible_to(supporter).filter(
        supporter=supporter.actor_id,
        request__programme=programme,
        stage__in=OPEN_STAGES,
        answer_by__gt=clock.now(),
    )


def _open_pairings(supporter: Actor, programme: Programme) -> QuerySet[Pairing]:
    return (
        pairings_visible_to(supporter)
        .filter(supporter=supporter.actor_id, programme=programme, ended_at__isnull=True)
        .order_by("started_at", "id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """Where a member stands, for their home page."""

    request: SupportRequest | None
    to_answer: Proposal | None
    """A supporter said yes, and it is this member's turn."""
    asking: bool
    choosing: bool
    """The choice is theirs, until `request.choose_until`."""
    waited: Waited | None
    """How long the open request has."""
    again: str
    """Why they wait again, in a sentence; empty where nothing happened of late."""
    pairings: Sequence[Pairing]
    """Open ones, as the one supported."""
    handovers: Sequence[Pairing]
    """Ended ones whose supporter wrote a handover the member has not answered."""
    feedback_open: Sequence[Pairing]
    """Ended of late, and the three questions not answered."""


def current_for(member: Account, programme: Programme) -> Current:
    """The open request, what it waits for, and pairings present and just ended, in seven queries."""
    request = open_request(member, programme.id)
    asked = proposals_visible_to(member).filter(
        request=request, stage__in=OPEN_STAGES, answer_by__gt=clock.now()
    )
    turn = asked.filter(stage=Stage.ASKED_MEMBER).first() if request else None
    mine = pairings_visible_to(member).filter(member=member, programme=programme)
    answered = Feedback.objects.filter(pairing=OuterRef("pk"), by=member)
    ended = mine.filter(ended_at__isnull=False).annotate(answered=Exists(answered))
    recent = list(ended.order_by("-ended_at")[:RECENT_ENDINGS])
    return Current(
        request=request,
        to_answer=turn,
        asking=request is not None and request.state == "proposed" and turn is None,
        choosing=request is not None and is_choosing(request.choose_until, clock.now()),
        waited=waited_of(request) if request is not None else None,
        again=_again(request),
        pairings=list(mine.filter(ended_at__isnull=True).order_by("started_at", "id")),
        handovers=[one for one in recent if handover_waits(one)],
        feedback_open=[one for one in recent if not one.answered],
    )


def _again(request: SupportRequest | None) -> str:
    if request is None or request.state != RequestState.WAITING:
        return ""
    return again_of(request, last_proposal_of(request))


RECENT_ENDINGS = 5


def handover_waits(pairing: Pairing) -> bool:
    """Whether the member has a handover to read and answer."""
    return pairing.sealed_handover is not None and pairing.handover_answered_at is None


def colleagues_for(pairing: Pairing) -> QuerySet[Account]:
    """Whom a supporter may name in a handover. Who is blocked is not left out, or the list would
    tell; naming them is refused like anybody who does not support any more."""
    return people_with(pairing.programme, Role.SUPPORTER).exclude(
        id__in=(pairing.member_id, pairing.supporter_id)
    )
