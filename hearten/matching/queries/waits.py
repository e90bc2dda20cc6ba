"""How a programme's queue stands: for its managers. No private words, and no names of who waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q

from hearten.accounts.models import Programme
from hearten.foundation import clock
from hearten.matching import rules, wording
from hearten.matching.models import OPEN_STATES, RequestKind, RequestState, SupportRequest
from hearten.matching.queries.feedback import Marks, Said, marks_in, words_to
from hearten.matching.queries.supporters import Load, Meeting, meeting_of
from hearten.matching.queries.waiting import estimate_of
from hearten.matching.rules import Estimate, Obstacle

OLDEST_SHOWN = 10
"""Requests on one page, and those for which the obstacles are looked for: each is compared with
every supporter, so more would make the page slow where there are many supporters."""
LOADS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfWait:
    """One kind of request."""

    kind: RequestKind
    waiting: int
    unasked: int
    """Of them: for how many nobody is being asked, though they do not choose themselves. The queue is
    looked at every minute and whoever fits is asked, so these are the ones whom nobody fits."""
    longest: timedelta | None
    """How long the one who waits longest has waited."""
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One open request, without the person."""

    kind: RequestKind
    waited: timedelta
    asking: bool
    choosing: bool
    """The member chooses whom to ask."""
    fitting: int
    """Supporters who could be asked now; 0 while somebody is asked already, or the member chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The whole page."""

    kinds: Sequence[KindOfWait]
    oldest: Sequence[Wait]
    """One page of them."""
    pages: "Page[int]"
    nobody_fits: int
    """Of those listed: how many nobody fits."""
    obstacles: Sequence[tuple[str, int]]
    """A sentence, and for how many of those nobody fits it stands in the way; most first."""
    rooms: "Page[Load]"
    marks: Marks | None
    words: Sequence[Said]


def waits_of(programme: Programme, *, page: str | int = 1, room_page: str | int = 1) -> Waits:
    """The queue, in a constant number of queries. Instead of a page that is not there, the nearest."""
    kinds = kinds_of(programme)
    pages = Paginator(range(sum(kind.waiting for kind in kinds)), OLDEST_SHOWN).get_page(page)
    meeting, requests = _meeting(programme, pages)
    oldest, blocked = _oldest(meeting, requests)
    rooms = Paginator(meeting.loads, LOADS_SHOWN).get_page(room_page)
    return Waits(
        kinds=kinds,
        oldest=oldest,
        pages=pages,
        nobody_fits=sum(1 for one in oldest if not (one.asking or one.choosing or one.fitting)),
        obstacles=[(wording.obstacle(one), count) for one, count in blocked.most_common()],
        rooms=rooms,
        marks=marks_in(programme),
        words=words_to(programme),
    )


def kinds_of(programme: Programme) -> list[KindOfWait]:
    """How many wait for what, and how long it takes: the queue's counts, in three queries."""
    open_ones = SupportRequest.objects.filter(programme=programme, state__in=OPEN_STATES)
    now = clock.now()
    left_to_us = Q(choose_until__isnull=True) | Q(choose_until__lte=now)
    rows = open_ones.values("kind").annotate(
        count=Count("id"),
        unasked=Count("id", filter=Q(state=RequestState.WAITING) & left_to_us),
        first=Min("waiting_since"),
    )
    found = {row["kind"]: row for row in rows.order_by()}
    return [
        KindOfWait(
            kind=kind,
            waiting=found[kind]["count"] if kind in found else 0,
            unasked=found[kind]["unasked"] if kind in found else 0,
            longest=now - found[kind]["first"] if kind in found else None,
            estimate=estimate_of(programme.id, kind),
        )
        for kind in RequestKind
    ]


def _meeting(programme: Programme, pages: "Page[int]") -> tuple[Meeting, Sequence[SupportRequest]]:
    """Everybody of this page's requests, and the supporters."""
    open_ones = SupportRequest.objects.filter(programme=programme, state__in=OPEN_STATES)
    first = (pages.number - 1) * OLDEST_SHOWN
    requests = list(open_ones.order_by("waiting_since", "id")[first : first + OLDEST_SHOWN])
    return meeting_of(programme, requests), requests


def _oldest(
    meeting: Meeting, requests: Sequence[SupportRequest]
) -> tuple[list[Wait], Counter[Obstacle]]:
    now = clock.now()
    waits, blocked = [], Counter[Obstacle]()
    for request, need in zip(requests, meeting.needs, strict=True):
        asking = request.state == RequestState.PROPOSED
        choosing = rules.is_choosing(request.choose_until, now)
        taken_care_of = asking or choosing
        fitting = 0 if taken_care_of else rules.count_fitting(need, meeting.supporters, now)
        if not taken_care_of and not fitting:
            blocked.update(rules.why_nobody(need, meeting.supporters, now).counts.keys())
        waits.append(
            Wait(
                kind=RequestKind(request.kind),
                waited=now - request.waiting_since,
                asking=asking,
                choosing=choosing,
                fitting=fitting,
            )
        )
    return waits, blocked
