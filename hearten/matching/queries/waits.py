"""How a programme's queue stands: for its managers. No private words, and no names of who waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min

from hearten.accounts.models import Account, Programme
from hearten.foundation import clock
from hearten.matching import rules, wording
from hearten.matching.models import OPEN_STATES, RequestKind, RequestState, SupportRequest
from hearten.matching.queries.feedback import Marks, Said, marks_in, words_to
from hearten.matching.queries.people import needs_of, supporters_of
from hearten.matching.queries.waiting import estimate_of
from hearten.matching.rules import Estimate, Obstacle, Supporter

OLDEST_SHOWN = 50
"""Rows listed, and requests for which the obstacles are looked for: those who wait longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfWait:
    """One kind of request."""

    kind: RequestKind
    waiting: int
    longest: timedelta | None
    """How long the one who waits longest has waited."""
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One open request, without the person."""

    kind: RequestKind
    waited: timedelta
    asking: bool
    fitting: int
    """Supporters who could be asked now; 0 while somebody is asked already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One supporter's room."""

    supporter: Account
    capacity: int
    pairings: int
    proposals: int
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The whole page."""

    kinds: Sequence[KindOfWait]
    oldest: Sequence[Wait]
    nobody_fits: int
    """Of those listed: how many nobody fits."""
    obstacles: Sequence[tuple[str, int]]
    """A sentence, and for how many of those nobody fits it stands in the way; most first."""
    rooms: Sequence[Room]
    marks: Marks | None
    words: Sequence[Said]


def waits_of(programme: Programme) -> Waits:
    """The queue, in a constant number of queries."""
    supporters = supporters_of(programme)
    oldest, blocked = _oldest(programme, supporters)
    return Waits(
        kinds=_kinds(programme),
        oldest=oldest,
        nobody_fits=sum(1 for one in oldest if not one.asking and not one.fitting),
        obstacles=[(wording.obstacle(one), count) for one, count in blocked.most_common()],
        rooms=_rooms(supporters),
        marks=marks_in(programme),
        words=words_to(programme),
    )


def _kinds(programme: Programme) -> list[KindOfWait]:
    open_ones = SupportRequest.objects.filter(programme=programme, state__in=OPEN_STATES)
    rows = open_ones.values("kind").annotate(count=Count("id"), first=Min("waiting_since"))
    found = {row["kind"]: row for row in rows.order_by()}
    now = clock.now()
    return [
        KindOfWait(
            kind=kind,
            waiting=found[kind]["count"] if kind in found else 0,
            longest=now - found[kind]["first"] if kind in found else None,
            estimate=estimate_of(programme.id, kind),
        )
        for kind in RequestKind
    ]


def _oldest(
    programme: Programme, supporters: Sequence[Supporter]
) -> tuple[list[Wait], Counter[Obstacle]]:
    open_ones = SupportRequest.objects.filter(programme=programme, state__in=OPEN_STATES)
    requests = list(open_ones.order_by("waiting_since", "id")[:OLDEST_SHOWN])
    needs = needs_of(programme, requests)
    now = clock.now()
    waits, blocked = [], Counter[Obstacle]()
    for request, need in zip(requests, needs, strict=True):
        why = rules.why_nobody(need, supporters, now)
        asking = request.state == RequestState.PROPOSED
        if not asking and not why.fitting:
            blocked.update(why.counts.keys())
        waits.append(
            Wait(
                kind=RequestKind(request.kind),
                waited=now - request.waiting_since,
                asking=asking,
                fitting=0 if asking else why.fitting,
            )
        )
    return waits, blocked


def _rooms(supporters: Sequence[Supporter]) -> list[Room]:
    people = Account.objects.in_bulk([one.supporter_id for one in supporters])
    rooms = [
        Room(
            supporter=people[one.supporter_id],
            capacity=one.capacity,
            pairings=one.load - one.proposals_open,
            proposals=one.proposals_open,
            paused=one.paused,
        )
        for one in supporters
    ]
    return sorted(rooms, key=lambda room: room.supporter.pseudonym_key)
