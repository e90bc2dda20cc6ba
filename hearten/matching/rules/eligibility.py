"""May this supporter be proposed for this need? And if nobody may: why?

The single rule behind all of these: a field somebody skipped keeps nobody away.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hearten.matching.rules.need import Kind, Need
from hearten.matching.rules.supporter import Supporter

MIN_COMMON_MINUTES = 60
"""Minutes a week both must be free for support over weeks: room for one conversation."""


class Obstacle(StrEnum):
    """Why a supporter cannot be proposed."""

    PAUSED = "paused"
    FULL = "full"
    BARRED = "barred"
    SELF = "self"
    LANGUAGE = "language"
    CHANNEL = "channel"
    HOURS = "hours"
    MEMBER_NO_GO = "member_no_go"
    SUPPORTER_NO_GO = "supporter_no_go"


TELL_THE_MEMBER = frozenset(
    {
        Obstacle.PAUSED,
        Obstacle.FULL,
        Obstacle.LANGUAGE,
        Obstacle.CHANNEL,
        Obstacle.HOURS,
        Obstacle.MEMBER_NO_GO,
    }
)
"""Obstacles a member may be told of. "Barred" would betray that somebody blocked them, and
"supporter no-go" what a supporter finds hard: in a small programme a count is a name."""


def eligible(need: Need, supporter: Supporter, now: datetime) -> tuple[Obstacle, ...]:
    """All that stands between the two, in the order of `Obstacle`; empty: may be proposed."""
    return tuple(name for name, stands in _CHECKS if stands(need, supporter, now))


def may_be_proposed(need: Need, supporter: Supporter, now: datetime) -> bool:
    """Is there no obstacle? The same answer as `eligible`, but it stops at the first."""
    # A loop, not any(): this is asked for every pair of a queue.
    for _, stands in _CHECKS:  # noqa: SIM110
        if stands(need, supporter, now):
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNobody:
    """How often each obstacle stands in the way of a need.

    `counts` can add up to more than `supporters`, for one may have several obstacles. `alone`
    counts those for whom it is the only one: who would fit if just this were different.
    """

    supporters: int
    fitting: int
    counts: dict[Obstacle, int]
    alone: dict[Obstacle, int]


def why_nobody(need: Need, supporters: Iterable[Supporter], now: datetime) -> WhyNobody:
    """Why few or no supporters fit, so that managers and members hear an honest reason."""
    return _counted([eligible(need, supporter, now) for supporter in supporters])


def _counted(found: Sequence[tuple[Obstacle, ...]]) -> WhyNobody:
    counts = Counter(name for obstacles in found for name in obstacles)
    alone = Counter(obstacles[0] for obstacles in found if len(obstacles) == 1)
    return WhyNobody(
        supporters=len(found),
        fitting=found.count(()),
        counts={name: counts[name] for name in Obstacle if counts[name]},
        alone={name: alone[name] for name in Obstacle if alone[name]},
    )


def why_nobody_for_member(need: Need, supporters: Iterable[Supporter], now: datetime) -> WhyNobody:
    """The same without what would betray another person; see `TELL_THE_MEMBER`.

    A supporter with anything to hide is left out altogether: were they still in the number of
    supporters, the difference would tell.
    """
    found = (eligible(need, supporter, now) for supporter in supporters)
    return _counted([one for one in found if TELL_THE_MEMBER.issuperset(one)])


def _paused(_need: Need, supporter: Supporter, _now: datetime) -> bool:
    return supporter.paused


def _full(_need: Need, supporter: Supporter, _now: datetime) -> bool:
    return supporter.room == 0


def _barred(need: Need, supporter: Supporter, _now: datetime) -> bool:
    return supporter.supporter_id in need.barred


def _self(need: Need, supporter: Supporter, _now: datetime) -> bool:
    """A supporter may be a member too; nobody supports themselves."""
    return supporter.supporter_id == need.member_id


def _language(need: Need, supporter: Supporter, _now: datetime) -> bool:
    return bool(supporter.tongues) and supporter.tongues.isdisjoint(need.tongues)


def _channel(need: Need, supporter: Supporter, _now: datetime) -> bool:
    if not (need.channels and supporter.channels):
        return False
    return need.channels.isdisjoint(supporter.channels)


def _hours(need: Need, supporter: Supporter, now: datetime) -> bool:
    """Now: the supporter is free at this moment. Weeks: both are free for an hour a week."""
    if not supporter.hours.said:
        return False
    if need.kind is Kind.NOW:
        return not supporter.hours.contains(now)
    return need.hours.said and need.hours.overlap_minutes(supporter.hours) < MIN_COMMON_MINUTES


def _member_no_go(need: Need, supporter: Supporter, _now: datetime) -> bool:
    """All this supporter brings is what the member does not want to talk about.

    A no-go topic is not to be raised; it does not make a person unfit who has lived through it and
    much else. So it is an obstacle only where nothing else is left, and otherwise a boundary that
    the supporter is told (`fit`). More lived experience therefore never costs somebody a chance.
    """
    return bool(supporter.experiences) and supporter.experiences <= need.no_go


def _supporter_no_go(need: Need, supporter: Supporter, _now: datetime) -> bool:
    """The conversation would be about what the supporter does not take on."""
    return not supporter.no_go.isdisjoint(need.focus)


_CHECKS: tuple[tuple[Obstacle, Callable[[Need, Supporter, datetime], bool]], ...] = (
    (Obstacle.PAUSED, _paused),
    (Obstacle.FULL, _full),
    (Obstacle.BARRED, _barred),
    (Obstacle.SELF, _self),
    (Obstacle.LANGUAGE, _language),
    (Obstacle.CHANNEL, _channel),
    (Obstacle.HOURS, _hours),
    (Obstacle.MEMBER_NO_GO, _member_no_go),
    (Obstacle.SUPPORTER_NO_GO, _supporter_no_go),
)
