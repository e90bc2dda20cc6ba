"""What a measure is: its kinds by weight, how long it may last, how far it reaches."""

from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of measure, the lightest first."""

    REMINDER = "reminder"
    WARNING = "warning"
    RESTRICTION = "restriction"
    PAUSE = "pause"
    REMOVAL = "removal"


class Scope(StrEnum):
    """What a restriction takes away. Writing includes beginning anything new."""

    NEW = "new"
    WRITING = "writing"


GRAVE = (Kind.PAUSE, Kind.REMOVAL)
"""They end what the person has open, and need a second person."""
LIGHT = tuple(kind for kind in Kind if kind not in GRAVE)
DAYS_MOST = {Kind.RESTRICTION: 30, Kind.PAUSE: 90}
"""The kinds that last a time, and how many days they may."""
WRITING_DAYS_MOST = 7
"""Whoever may not write leaves others without an answer: longer than this is a pause, after which
those others are with somebody new."""
PROVISIONAL = timedelta(hours=72)
"""How long a pause may stand on one person's decision."""
APPEAL_AFTER_END = timedelta(days=30)
"""How long after its end a measure can still be appealed: it counts for what comes later."""

_WEIGHT = {kind: place for place, kind in enumerate(Kind)}
_REACH = {"": 0, Scope.NEW: 1, Scope.WRITING: 2}


def days_most(kind: Kind, scope: str = "") -> int:
    """The most days it may last; 0 for a kind that has no time."""
    if kind is Kind.RESTRICTION and scope == Scope.WRITING:
        return WRITING_DAYS_MOST
    return DAYS_MOST.get(kind, 0)


def fits(kind: Kind, scope: str, days: int | None) -> bool:
    """Whether the three belong together: only a restriction has a scope, only what lasts has days."""
    if (kind is Kind.RESTRICTION) != (scope in list(Scope)):
        return False
    most = days_most(kind, scope)
    return days is None if most == 0 else days is not None and 1 <= days <= most


def is_lighter(
    kind: Kind, scope: str, until: datetime | None, *, than: tuple[Kind, str, datetime | None]
) -> bool:
    """Whether a measure weighs less than another: a lighter kind, less reach, or an earlier end."""
    other_kind, other_scope, other_until = than
    if kind is not other_kind:
        return _WEIGHT[kind] < _WEIGHT[other_kind]
    if _REACH[scope] > _REACH[other_scope] or until is None or other_until is None:
        return False
    if until > other_until:
        return False
    return _REACH[scope] < _REACH[other_scope] or until < other_until
