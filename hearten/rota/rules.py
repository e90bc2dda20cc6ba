"""Who is on duty: pure decisions over shifts and single changes, by the clocks where people live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOOK_AHEAD = timedelta(days=14)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A weekly shift of one person."""

    person: UUID
    weekday: int
    starts: time
    ends: time
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Once on duty, or once away."""

    person: UUID
    on: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One person on duty from a moment up to another."""

    start: datetime
    end: datetime
    person: UUID


def duties(
    windows: Iterable[Window], changes: Iterable[Change], *, since: datetime, until: datetime
) -> list[Span]:
    """Everybody's times on duty that touch [since, until), in order. Away beats everything else."""
    changes = list(changes)
    spans = [span for window in windows for span in _weekly(window, since, until)]
    spans += [Span(one.starts_at, one.ends_at, one.person) for one in changes if one.on]
    away = [one for one in changes if not one.on]
    left = [part for span in spans for part in _without(span, away)]
    return sorted(one for one in left if one.start < until and one.end > since)


def on_duty(spans: Sequence[Span], at: datetime) -> list[UUID]:
    """Whoever is on duty at this moment, the longest on duty first."""
    return _each_once(one.person for one in sorted(spans) if one.start <= at < one.end)


def next_on_duty(
    spans: Sequence[Span], at: datetime, *, but: Iterable[UUID] = ()
) -> tuple[datetime, list[UUID]] | None:
    """When somebody else comes on duty next, and who: nobody of `but`. None: nobody in sight."""
    not_these = set(but)
    coming = [one for one in spans if one.start > at and one.person not in not_these]
    if not coming:
        return None
    first = min(one.start for one in coming)
    return first, _each_once(one.person for one in sorted(coming) if one.start == first)


def gaps(
    spans: Sequence[Span], *, since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """The times between the two when nobody is on duty, in order."""
    found: list[tuple[datetime, datetime]] = []
    covered = since
    for one in sorted(spans):
        if one.start > covered:
            found.append((covered, min(one.start, until)))
        covered = max(covered, one.end)
        if covered >= until:
            return found
    return [*found, (covered, until)]


def moment(day: date, at: time, zone: str, *, late: bool) -> datetime:
    """The instant a wall clock shows this. Where the clock is put forward or back there are two
    readings: the earlier, or with `late` the later."""
    where = _zone(zone)
    wall = datetime.combine(day, at)
    readings = [wall.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(readings) if late else min(readings)


def is_zone(name: str) -> bool:
    """Whether there is such a zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    # A zone that a newer table does not have any more must not stop an alert.
    return ZoneInfo(name if is_zone(name) else "UTC")


def _weekly(window: Window, since: datetime, until: datetime) -> Iterable[Span]:
    day = (since - 2 * _DAY).date()
    last = (until + 2 * _DAY).date()
    while day <= last:
        if day.weekday() == window.weekday:
            over = day + _DAY if window.ends <= window.starts else day
            start = moment(day, window.starts, window.zone, late=False)
            yield Span(start, moment(over, window.ends, window.zone, late=True), window.person)
        day += _DAY


def _without(span: Span, away: Iterable[Change]) -> list[Span]:
    parts = [span]
    for one in away:
        if one.person != span.person:
            continue
        parts = [
            Span(start, end, part.person)
            for part in parts
            for start, end in (
                (part.start, min(part.end, one.starts_at)),
                (max(part.start, one.ends_at), part.end),
            )
            if start < end
        ]
    return parts


def _each_once(people: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(people))


def last_practice(at: datetime, *, weekday: int, clock: time, zone: str) -> datetime:
    """The newest moment up to `at` for which the weekly practice is set."""
    day = (at + _DAY).date()
    while True:
        if day.weekday() == weekday:
            moment_of_it = moment(day, clock, zone, late=False)
            if moment_of_it <= at:
                return moment_of_it
        day -= _DAY
