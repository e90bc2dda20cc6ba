"""When what was noticed becomes a card, when a supervisor sees it, and when it is over."""

from collections.abc import Iterable
from datetime import date, timedelta

from hearten.boundaries.rules.kinds import LASTING, Kind, Side

LOOK_BACK = timedelta(days=7)
"""What is older is not counted towards a card."""
QUIET_AFTER = timedelta(days=14)
"""A concern nobody else has seen is over after as many days without anything new."""
SETTLED_FOR = timedelta(days=28)
"""A lasting state that was talked about is not brought up again for so long."""
SHOWN_TO_MEMBER = timedelta(days=7)
COUNTS_KEPT = timedelta(days=90)
"""Signs and tallies are forgotten after as many days."""
TALK_MOST = timedelta(hours=15)
"""Hours of talk in seven days."""
DANGERS_MOST = 6
"""Texts of possible risk or danger in seven days, in one supporter's conversations."""
_DAYS_FOR_HOURS = 4
_TIMES_FOR_STORM = 2


def opens(kind: Kind, side: Side, counts: Iterable[tuple[date, int]], today: date) -> bool:
    """Whether a card is due, by how often it was noticed on which days."""
    recent = {day: n for day, n in counts if today - LOOK_BACK < day <= today and n > 0}
    if kind is Kind.HOURS:
        return len(recent) >= _DAYS_FOR_HOURS
    if kind is Kind.STORM and side is Side.SUPPORTER:
        return sum(recent.values()) >= _TIMES_FOR_STORM
    return bool(recent)


def went_on(days: Iterable[date], *, shown: date, enough: int) -> bool:
    """Whether it was noticed on enough days after the day of the card."""
    return len({day for day in days if day > shown}) >= enough


def is_over(last: date, today: date) -> bool:
    """Whether it has been quiet for long enough."""
    return today - last >= QUIET_AFTER


def may_return(kind: Kind, closed: date | None, today: date) -> bool:
    """Whether it may be brought up after it was closed. An act may, a lasting state only later."""
    return kind not in LASTING or closed is None or today - closed >= SETTLED_FOR


def load_kinds(*, talk: timedelta, open_pairings: int, capacity: int, dangers: int) -> list[Kind]:
    """Where a supporter carries too much."""
    found = {
        Kind.LOAD_TIME: talk >= TALK_MOST,
        Kind.LOAD_PEOPLE: open_pairings > capacity,
        Kind.LOAD_DANGER: dangers >= DANGERS_MOST,
    }
    return [kind for kind, stands in found.items() if stands]
