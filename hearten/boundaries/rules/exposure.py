"""How much crisis work somebody did in a week, and when it is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
FINDING_LEAST = timedelta(minutes=15)
FINDING_MOST = timedelta(hours=1)
"""One text counts from when it was written until somebody answered or the talk ended, within these."""
CASE_MOST = timedelta(hours=2)
"""A case counts from taking to resolving, no more: it waits more than it is worked on."""
WARNED_FROM = 0.8


class Standing(StrEnum):
    """How near somebody is to their cap."""

    FREE = "free"
    NEAR = "near"
    CAPPED = "capped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week on somebody's own wall clock."""

    monday: date
    start: datetime
    end: datetime


def week_of(at: datetime, zone: str) -> Week:
    """The week a moment is in, in a zone. A week in which the clocks change is an hour longer or
    shorter."""
    here = ZoneInfo(zone)
    today = day_of(at, zone)
    monday = today - timedelta(days=today.weekday())
    first, last = (
        datetime.combine(day, time(0), tzinfo=here).astimezone(UTC)
        for day in (monday, monday + timedelta(days=7))
    )
    return Week(monday=monday, start=first, end=last)


def day_of(at: datetime, zone: str) -> date:
    """The day a moment is on, in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def finding_span(
    written: datetime, answered: datetime | None, ended: datetime | None, now: datetime
) -> Span:
    """The work one text of danger means for the supporter who reads it."""
    over = min(moment for moment in (answered, ended, now) if moment is not None)
    least = FINDING_LEAST if answered is not None else timedelta(0)
    return written, min(max(over, written + least), written + FINDING_MOST)


def case_span(taken: datetime, resolved: datetime | None, now: datetime) -> Span:
    """The work one case means for the moderator who has it."""
    return taken, min(resolved or now, taken + CASE_MOST)


def worked(spans: Iterable[Span], week: Week) -> timedelta:
    """How much of a week the spans cover. Two at once are one."""
    total, reached = timedelta(0), week.start
    for start, end in sorted(spans):
        first, last = max(start, reached), min(end, week.end)
        if last > first:
            total += last - first
            reached = last
    return total


def standing(work: timedelta, cap: timedelta) -> Standing:
    """Near from four fifths of the cap on."""
    if work >= cap:
        return Standing.CAPPED
    return Standing.NEAR if work >= WARNED_FROM * cap else Standing.FREE


def rest_until(at: datetime, pause: timedelta, week: Week) -> datetime:
    """When somebody who reached their cap is asked again: after the break, and not before the week
    in which they reached it is over."""
    return max(at + pause, week.end)
