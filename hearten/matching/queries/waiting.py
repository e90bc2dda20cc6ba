"""What a person who waits may know: their place, an honest estimate, and why it takes long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from hearten.accounts.models import Account
from hearten.foundation import clock
from hearten.matching import rules, wording
from hearten.matching.models import (
    OPEN_STAGES,
    OPEN_STATES,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.queries.again import Waited, again_of, last_proposal_of, waited_of
from hearten.matching.queries.estimate import estimate_of
from hearten.matching.queries.supporters import SUPPORTERS_MOST, loads_of, meeting_of
from hearten.matching.rules import Estimate
from hearten.matching.wording import Side
from hearten.profiles.queries import facts_of, topic_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request as its member sees it."""

    request: SupportRequest
    place: int
    """1 is next. Somebody further back may be answered before, when only they fit a supporter."""
    waited: Waited
    estimate: Estimate | None
    """Counted from asking (again), as the waits of others are; None where too little is known."""
    again: str
    """Why they wait again, in a sentence; empty where nothing happened of late."""
    choosing: bool
    """The choice is theirs, until `request.choose_until`: the queue asks nobody meanwhile."""
    asking: bool
    """A supporter is being asked at this moment; who, is told when they said yes."""
    chosen: Proposal | None
    """The open proposal the member chose themselves."""
    to_answer: Proposal | None
    """A supporter said yes, and it is the member's turn."""
    obstacles: tuple[str, ...]
    """Why nobody fits at the moment, in sentences; empty while somebody does, or is chosen."""


def waiting_of(request: SupportRequest) -> Waiting:
    """The waiting page of an open request: for its member only."""
    last = last_proposal_of(request)
    proposal = last if last is not None and last.stage in OPEN_STAGES else None
    waited = waited_of(request)
    answerable = proposal is not None and proposal.stage == Stage.ASKED_MEMBER
    choosing = rules.is_choosing(request.choose_until, clock.now())
    return Waiting(
        request=request,
        place=place_of(request),
        waited=waited,
        estimate=estimate_of(request.programme_id, RequestKind(request.kind), already=waited.asked),
        again=again_of(request, last),
        choosing=choosing,
        asking=proposal is not None and not answerable,
        chosen=proposal if proposal and proposal.chosen_by_member else None,
        to_answer=proposal if answerable else None,
        obstacles=_obstacles(request) if proposal is None and not choosing else (),
    )


def place_of(request: SupportRequest) -> int:
    """The place of an open request among those that wait: rules.place_in_queue, counted in the
    database. Those for whom somebody is being asked keep theirs."""
    open_ones = SupportRequest.objects.filter(programme=request.programme_id, state__in=OPEN_STATES)
    mine = _counts_since(request)
    before = Q()
    for kind, head_start in _HEAD_STARTS.items():
        before |= Q(kind=kind) & _before(mine + head_start, request.pk)
    return 1 + open_ones.filter(before).count()


_HEAD_STARTS = {RequestKind.NOW: rules.HEAD_START, RequestKind.WEEKS: timedelta(0)}


def _counts_since(request: SupportRequest) -> datetime:
    return request.waiting_since - _HEAD_STARTS[RequestKind(request.kind)]


def _before(moment: datetime, request_id: UUID) -> Q:
    return Q(waiting_since__lt=moment) | Q(waiting_since=moment, id__lt=request_id)


def _obstacles(request: SupportRequest) -> tuple[str, ...]:
    among = loads_of(request.programme, most=SUPPORTERS_MOST)
    meeting = meeting_of(request.programme, [request], among=among)
    [need] = meeting.needs
    found = rules.why_nobody_for_member(need, meeting.supporters, clock.now())
    if found.fitting:
        return ()
    return tuple(wording.obstacle_for_member(one) for one in found.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Somebody a member can choose, with what they share with members."""

    supporter: Account
    pronouns: str
    introduction: str
    reasons: tuple[str, ...]


def suggestions_for(request: SupportRequest) -> Sequence[Suggestion]:
    """Up to three supporters who fit a waiting request now, best first: for its member only."""
    if request.state != RequestState.WAITING:
        return ()
    meeting = meeting_of(request.programme, [request], in_turn=True)
    [need] = meeting.needs
    found = rules.suggest(need, meeting.supporters, clock.now())
    ids = [one.supporter_id for one in found]
    people = Account.objects.in_bulk(ids)
    facts = facts_of(request.programme, ids)
    names = topic_names(request.programme, get_language() or "")
    return [
        Suggestion(
            supporter=people[one.supporter_id],
            pronouns=facts[one.supporter_id].pronouns,
            introduction=facts[one.supporter_id].introduction,
            reasons=tuple(
                wording.sentences(wording.stored(one.fit), side=Side.MEMBER, names=names)
            ),
        )
        for one in found
    ]


def programmes_with_people_waiting() -> QuerySet[SupportRequest, UUID]:
    """Ids of the programmes whose queue has anything to look at."""
    waiting = SupportRequest.objects.filter(state__in=OPEN_STATES)
    return waiting.order_by().values_list("programme_id", flat=True).distinct()
