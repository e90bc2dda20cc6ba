"""When somebody is told what is new."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_TO = time(22), time(8)
DIGEST_AT = time(18)
GRACE = timedelta(minutes=2)
"""Whoever has the page open has read it by then, and is told nowhere else."""
APART = timedelta(minutes=15)
"""Between two tellings at once: a lively talk is one word, not twenty."""
AGAIN_AFTER = timedelta(hours=20)
"""What was told and not looked at is told again when more comes, at the earliest so much later: a
daily digest finds it due."""
KEPT = timedelta(days=30)
"""After that nobody is told of it any more."""


class Rhythm(StrEnum):
    """How soon somebody wants to know."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A person's hours, by the clock of their own zone."""

    zone: str
    quiet: tuple[time, time] | None = (QUIET_FROM, QUIET_TO)
    """From and to, over midnight where "to" is the earlier; the same twice is no hour at all."""
    digest_at: time = DIGEST_AT
    digest_day: int = 0
    """0 is Monday."""


def due_at(
    rhythm: Rhythm, hours: Hours, *, now: datetime, told_at: datetime | None
) -> datetime | None:
    """When to tell of something that happens now; None for never. `told_at` is when this person was
    last told of anything."""
    match rhythm:
        case Rhythm.NEVER:
            return None
        case Rhythm.AT_ONCE:
            soon = now + GRACE
            return _after_quiet(max(soon, told_at + APART) if told_at else soon, hours)
        case Rhythm.DAILY:
            return _next_digest(now, hours, every=1)
        case Rhythm.WEEKLY:
            return _next_digest(now, hours, every=7)


def _after_quiet(at: datetime, hours: Hours) -> datetime:
    """The same instant, or the end of the quiet hours it falls into."""
    if hours.quiet is None:
        return at
    start, end = hours.quiet
    local = at.astimezone(ZoneInfo(hours.zone))
    clock = local.time()
    if start <= end:
        quiet, ends_tomorrow = start <= clock < end, False
    else:
        quiet, ends_tomorrow = clock >= start or clock < end, clock >= start
    if not quiet:
        return at
    return _instant(local.date() + timedelta(days=ends_tomorrow), end, hours.zone)


def _next_digest(now: datetime, hours: Hours, *, every: int) -> datetime:
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    days = (hours.digest_day - today.weekday()) % 7 if every == 7 else 0
    first = _instant(today + timedelta(days=days), hours.digest_at, hours.zone)
    if first > now:
        return first
    return _instant(today + timedelta(days=days + every), hours.digest_at, hours.zone)


def _instant(day: date, clock: time, zone: str) -> datetime:
    """A wall clock's time as an instant; one that summer time leaves out comes an hour later."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
