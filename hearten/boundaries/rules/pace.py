"""How much and when somebody writes: outside their hours, in storms, and for how long."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hearten.matching.rules import WeeklyHours

LEEWAY = timedelta(minutes=30)
"""A talk may end after its time without being noticed."""
NIGHT_FROM, NIGHT_TO = 22, 7
"""The hours of the night, for whoever set no times but says "in the day, not in the night"."""
STORM_MESSAGES = 20
STORM_CHARACTERS = 8_000
STORM_WITHIN = timedelta(hours=1)
PAUSE_MOST = timedelta(minutes=10)
"""A longer pause between two of one's own messages is no talking."""
ONE_MESSAGE = timedelta(minutes=2)
"""What a message costs that follows no other soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a supporter said they are there."""

    zone: str
    week: WeeklyHours
    not_at_night: bool
    """Of their boundaries card."""

    def day(self, at: datetime) -> date:
        """The day on the supporter's own wall clock."""
        return at.astimezone(ZoneInfo(self.zone)).date()


def is_outside(at: datetime, hours: Hours) -> bool:
    """Whether a moment is after the supporter's hours. Who said no hours is never outside them."""
    if hours.week.said:
        return not (hours.week.contains(at) or hours.week.contains(at - LEEWAY))
    hour = at.astimezone(ZoneInfo(hours.zone)).hour
    return hours.not_at_night and (hour >= NIGHT_FROM or hour < NIGHT_TO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Messages of one side in a row."""

    author: UUID | None = None
    since: datetime | None = None
    messages: int = 0
    characters: int = 0
    told: bool = False
    """Whether this run was noticed already: a run is one storm."""


def after_message(run: Run, *, author: UUID, at: datetime, characters: int) -> tuple[Run, bool]:
    """The run with one more message, and whether it has become a storm with it."""
    goes_on = run.author == author and run.since is not None and at - run.since <= STORM_WITHIN
    base = run if goes_on else Run(author=author, since=at)
    longer = replace(base, messages=base.messages + 1, characters=base.characters + characters)
    many = longer.messages >= STORM_MESSAGES
    # One long letter is a letter; it takes several messages to be a storm.
    long = longer.messages > 2 and longer.characters >= STORM_CHARACTERS
    storm = (many or long) and not longer.told
    return replace(longer, told=longer.told or storm), storm


def talked(last: datetime | None, at: datetime) -> timedelta:
    """How much talking a message adds to the same person's last one."""
    if last is not None and timedelta(0) <= at - last <= PAUSE_MOST:
        return at - last
    return ONE_MESSAGE
