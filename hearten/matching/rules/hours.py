"""When somebody is free in a week.

People say it on their own wall clock ("Tuesday evenings"); matching compares it in UTC. So the
boxes a person ticked are kept with their time zone, and expanded to UTC whenever they are used.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
A_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # minute 0 of every UTC week

KEPT = 2048
"""Answers of `hours_of` that are kept: about two kilobytes each."""

Span = tuple[int, int]
"""Half-open minutes of a UTC week: (start, end) with 0 ≤ start < end ≤ 10,080."""


class PartOfDay(StrEnum):
    """The boxes a person can tick for each day, by their own wall clock."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


MIDNIGHT = time(0)
PART_TIMES: dict[PartOfDay, tuple[time, time]] = {
    PartOfDay.NIGHT: (MIDNIGHT, time(6)),
    PartOfDay.MORNING: (time(6), time(12)),
    PartOfDay.AFTERNOON: (time(12), time(18)),
    PartOfDay.EVENING: (time(18), MIDNIGHT),
}
"""First and last wall time of each part; an end at midnight is the end of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSpan:
    """A time somebody is free every week, on their own wall clock.

    weekday is 0 for Monday to 6 for Sunday, as in `date.weekday()`. An end at or before the start
    is on the next day: 22:00 to 02:00 crosses midnight, 00:00 to 00:00 is the whole day.
    """

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError("A weekday is 0 (Monday) to 6 (Sunday).")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """The minutes of a UTC week somebody is free: sorted, merged, inside [0, 10,080).

    No spans at all means "not said", never "not free": a skipped field keeps nobody away.
    """

    spans: tuple[Span, ...] = ()
    _bits: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        merged = _merge(self.spans)
        # One bit a minute: comparing two people is then one `and`, fast enough for a million pairs.
        bits = 0
        for start, end in merged:
            bits |= ((1 << (end - start)) - 1) << start
        object.__setattr__(self, "spans", merged)
        object.__setattr__(self, "_bits", bits)

    @property
    def said(self) -> bool:
        """Did the person name any hours?"""
        return bool(self.spans)

    @property
    def minutes(self) -> int:
        """Free minutes a week."""
        return self._bits.bit_count()

    def overlap_minutes(self, other: "WeeklyHours") -> int:
        """Minutes a week when both are free."""
        return (self._bits & other._bits).bit_count()

    def contains(self, instant: datetime) -> bool:
        """Is the person free at this moment? The instant must know its time zone."""
        return bool(self._bits >> _minute_of_week(instant) & 1)

    @classmethod
    def from_parts(
        cls, parts: Iterable[tuple[int, PartOfDay]], *, zone: ZoneInfo, around: datetime
    ) -> Self:
        """Hours from ticked boxes of (weekday, part of day); see `from_local`."""
        ticked = [(day, *PART_TIMES[part]) for day, part in parts]
        spans = (LocalSpan(weekday=day, start=start, end=end) for day, start, end in ticked)
        return cls.from_local(spans, zone=zone, around=around)

    @classmethod
    def from_local(cls, spans: Iterable[LocalSpan], *, zone: ZoneInfo, around: datetime) -> Self:
        """Hours from wall times in a zone, for the week around a moment.

        A zone's distance to UTC changes in the year, so there is no answer for all weeks. Each
        weekday is taken on its date nearest to `around` (three days before to three days after):
        yesterday, today and tomorrow are exact also when the clocks change. Expand again for every
        use, and never store the result.

        A wall time that the clock skips counts with the distance before the change; one that comes
        twice is its first (RFC 5545, 3.3.5).
        """
        middle = _aware(around).astimezone(zone).date()
        found = (_on_date(span, _nearest(span.weekday, middle), zone) for span in spans)
        return cls(spans=tuple(piece for start, end in found for piece in _fold(start, end)))


@lru_cache(maxsize=KEPT)
def hours_of(parts: tuple[tuple[int, PartOfDay], ...], zone_name: str, day: date) -> WeeklyHours:
    """`WeeklyHours.from_parts` around noon of a day on the zone's own calendar, worked out once: many
    people tick the same boxes, and a queue looks at all of them again and again."""
    zone = ZoneInfo(zone_name)
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return WeeklyHours.from_parts(parts, zone=zone, around=noon)


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted spans with no overlap and no touching neighbours."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= WEEK_MINUTES:
            raise ValueError(f"A span lies in the week and ends after it starts: {start}–{end}.")
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _nearest(weekday: int, middle: date) -> date:
    """The date of this weekday nearest to the middle: at most three days away."""
    return middle + timedelta(days=(weekday - middle.weekday() + 3) % 7 - 3)


def _on_date(span: LocalSpan, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First and last instant of a span on a date, in UTC."""
    last = day if span.end > span.start else day + timedelta(days=1)
    start = datetime.combine(day, span.start, tzinfo=zone)
    end = datetime.combine(last, span.end, tzinfo=zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def _fold(start: datetime, end: datetime) -> Iterator[Span]:
    """The pieces of a UTC week that two instants enclose; a span over the week's end is two."""
    length = (end - start) // MINUTE
    first = _minute_of_week(start)
    if length <= 0:  # the clocks went forward over the whole span
        return
    yield first, min(first + length, WEEK_MINUTES)
    if first + length > WEEK_MINUTES:
        yield 0, first + length - WEEK_MINUTES


def _minute_of_week(instant: datetime) -> int:
    return (_aware(instant) - A_MONDAY) // MINUTE % WEEK_MINUTES


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("An instant needs its time zone.")
    return instant
