"""How a programme's queue stands: for its managers. No private words, and no names of who waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q

from hearten.accounts.models import Programme, Role
from hearten.accounts.queries import people_with
from hearten.foundation import clock
from hearten.matching import rules, wording
from hearten.matching.models import OPEN_STATES, RequestKind, RequestState, SupportRequest
from hearten.matching.queries.estimate import estimate_of
from hearten.matching.queries.feedback import Marks, Said, marks_in, words_to
from hearten.matching.queries.supporters import SUPPORTERS_MOST, Load, loads_of, meeting_of
from hearten.matching.rules import Estimate, Obstacle

OLDEST_SHOWN = 10
"""Requests on one page, and those for which the obstacles are looked for."""
LOADS_SHOWN = SUPPORTERS_MOST
"""Supporters on one page; on the first, they are those among whom the obstacles are looked for."""


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
    fitting: bool
    """Somebody could be asked now; not looked for while somebody is asked, or the member chooses."""


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
    rooms = _rooms(programme, room_page)
    oldest, blocked = _oldest(programme, _on(pages, programme), rooms)
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


def _rooms(programme: Programme, page: str | int) -> "Page[Load]":
    """One page of supporters: the others stay in the database."""
    count = people_with(programme, Role.SUPPORTER).order_by().values("id").count()
    pages = Paginator(range(count), LOADS_SHOWN).get_page(page)
    first = (pages.number - 1) * LOADS_SHOWN
    loads = loads_of(programme, first=first, most=LOADS_SHOWN)
    return Page(loads, pages.number, cast("Paginator[Load]", pages.paginator))


def _on(pages: "Page[int]", programme: Programme) -> Sequence[SupportRequest]:
    """The requests of one page, longest waiting first."""
    open_ones = SupportRequest.objects.filter(programme=programme, state__in=OPEN_STATES)
    first = (pages.number - 1) * OLDEST_SHOWN
    return list(open_ones.order_by("waiting_since", "id")[first : first + OLDEST_SHOWN])


def _oldest(
    programme: Programme, requests: Sequence[SupportRequest], rooms: "Page[Load]"
) -> tuple[list[Wait], Counter[Obstacle]]:
    now = clock.now()
    left = [one for one in requests if _left_to_the_queue(one, now)]
    found = _why(programme, left, rooms, now) if left else {}
    blocked = Counter[Obstacle]()
    for why in found.values():
        if not why.fitting:
            blocked.update(why.counts.keys())
    return [_wait(one, found.get(one.pk), now) for one in requests], blocked


def _why(
    programme: Programme, requests: Sequence[SupportRequest], rooms: "Page[Load]", now: datetime
) -> dict[UUID, rules.WhyNobody]:
    first = rooms.object_list if rooms.number == 1 else loads_of(programme, most=SUPPORTERS_MOST)
    meeting = meeting_of(programme, requests, among=list(first))
    return {
        need.request_id: rules.why_nobody(need, meeting.supporters, now) for need in meeting.needs
    }


def _left_to_the_queue(request: SupportRequest, now: datetime) -> bool:
    asking = request.state == RequestState.PROPOSED
    return not asking and not rules.is_choosing(request.choose_until, now)


def _wait(request: SupportRequest, why: rules.WhyNobody | None, now: datetime) -> Wait:
    return Wait(
        kind=RequestKind(request.kind),
        waited=now - request.waiting_since,
        asking=request.state == RequestState.PROPOSED,
        choosing=rules.is_choosing(request.choose_until, now),
        fitting=why is not None and why.fitting > 0,
    )
