"""How well do two people fit, and why, in words both may read.

Every point comes from something the member said for this request and the supporter shares with
members, or from the programme's own records; nothing is concluded from silence. A reason is a code
with parameters: the pages turn it into a sentence in the reader's language.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hearten.matching.rules.need import Channel, Kind, Need
from hearten.matching.rules.supporter import Supporter

# The weights; docs/concepts/matching.md shows them as a table. They add up to 100. They are our
# judgement of what members ask for first, not a published scale: common experience is what makes
# support a peer's, a good language comes next, the rest decides between people alike in these.
FOCUS_EACH, FOCUS_MOST = 20, 40
COMMON_EACH, COMMON_MOST = 5, 10
LANGUAGE_BY_PREFERENCE = (15, 10)
LANGUAGE_LATER = 5
HOURS_MOST = 10
MINUTES_A_POINT = 30  # five common hours a week earn all of HOURS_MOST
TALKED_BEFORE = 10
CHANNEL = 5
PRONOUNS = 5
ROOM = 5


class Why(StrEnum):
    """What a reason is about."""

    WISHED_EXPERIENCE = "wished_experience"
    COMMON_EXPERIENCE = "common_experience"
    LANGUAGE = "language"
    FREE_NOW = "free_now"
    COMMON_HOURS = "common_hours"
    TALKED_BEFORE = "talked_before"
    CHANNEL = "channel"
    PRONOUNS = "pronouns"
    HAS_ROOM = "has_room"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, its points, and the parameters its code needs; the others are empty.

    BOUNDARY has no points: it asks the supporter not to raise these topics.
    """

    why: Why
    points: int
    experiences: frozenset[UUID] = frozenset()
    language: str = ""  # the member's own tag
    minutes: int = 0  # a week
    channels: frozenset[Channel] = frozenset()
    pronouns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """0 to 100 points, and where they come from; the score is the sum of the reasons' points.

    The score orders proposals. It is not shown: a number would rank people.
    """

    score: int
    reasons: tuple[Reason, ...]


def fit(need: Need, supporter: Supporter, now: datetime) -> Fit:
    """Why these two fit. Says nothing about whether they may be paired: ask `eligible` first."""
    reasons = (
        *_experience_reasons(need, supporter),
        _language_reason(need, supporter),
        _hours_reason(need, supporter, now),
        Reason(why=Why.TALKED_BEFORE, points=_talked_before(need, supporter)),
        _channel_reason(need, supporter),
        _pronouns_reason(need, supporter),
        Reason(why=Why.HAS_ROOM, points=_has_room(supporter)),
    )
    given = (*(reason for reason in reasons if reason.points), *_boundary(need, supporter))
    return Fit(score=sum(reason.points for reason in given), reasons=given)


def score(need: Need, supporter: Supporter, now: datetime) -> int:
    """The points of `fit` without its words, for comparing many supporters at once."""
    return (
        _focus(len(need.focus & supporter.experiences))
        + _common(len(_beside_focus(need) & supporter.experiences))
        + _language(need, supporter)
        + (_free_now(supporter, now) if need.kind is Kind.NOW else _common_hours(need, supporter))
        + _talked_before(need, supporter)
        + (0 if need.channels.isdisjoint(supporter.channels) else CHANNEL)
        + (0 if need.wished_pronouns.isdisjoint(supporter.pronouns) else PRONOUNS)
        + _has_room(supporter)
    )


def _experience_reasons(need: Need, supporter: Supporter) -> tuple[Reason, Reason]:
    focus = need.focus & supporter.experiences
    beside = _beside_focus(need) & supporter.experiences
    about_focus = Why.WISHED_EXPERIENCE if need.wished else Why.COMMON_EXPERIENCE
    return (
        Reason(why=about_focus, points=_focus(len(focus)), experiences=focus),
        Reason(why=Why.COMMON_EXPERIENCE, points=_common(len(beside)), experiences=beside),
    )


def _language_reason(need: Need, supporter: Supporter) -> Reason:
    place = _language_place(need, supporter)
    if place is None:
        return Reason(why=Why.LANGUAGE, points=0)
    return Reason(
        why=Why.LANGUAGE, points=_language(need, supporter), language=need.languages[place]
    )


def _hours_reason(need: Need, supporter: Supporter, now: datetime) -> Reason:
    if need.kind is Kind.NOW:
        return Reason(why=Why.FREE_NOW, points=_free_now(supporter, now))
    return Reason(
        why=Why.COMMON_HOURS,
        points=_common_hours(need, supporter),
        minutes=need.hours.overlap_minutes(supporter.hours),
    )


def _channel_reason(need: Need, supporter: Supporter) -> Reason:
    both = need.channels & supporter.channels
    return Reason(why=Why.CHANNEL, points=CHANNEL if both else 0, channels=both)


def _pronouns_reason(need: Need, supporter: Supporter) -> Reason:
    both = need.wished_pronouns & supporter.pronouns
    return Reason(why=Why.PRONOUNS, points=PRONOUNS if both else 0, pronouns=both)


def _boundary(need: Need, supporter: Supporter) -> tuple[Reason, ...]:
    """Topics the supporter might raise from their own life, and the member would rather not."""
    topics = need.no_go & supporter.experiences
    return (Reason(why=Why.BOUNDARY, points=0, experiences=topics),) if topics else ()


def _beside_focus(need: Need) -> frozenset[UUID]:
    """What the member lives with, where their wish is about something else."""
    return need.open_own if need.wished else frozenset()


def _focus(shared: int) -> int:
    return min(FOCUS_MOST, FOCUS_EACH * shared)


def _common(shared: int) -> int:
    return min(COMMON_MOST, COMMON_EACH * shared)


def _language_place(need: Need, supporter: Supporter) -> int | None:
    """The place in the member's own order of the first language both speak."""
    for place, tongue in enumerate(need.tongues):
        if tongue in supporter.tongues:
            return place
    return None


def _language(need: Need, supporter: Supporter) -> int:
    place = _language_place(need, supporter)
    if place is None:
        return 0
    return LANGUAGE_BY_PREFERENCE[place] if place < len(LANGUAGE_BY_PREFERENCE) else LANGUAGE_LATER


def _free_now(supporter: Supporter, now: datetime) -> int:
    return HOURS_MOST if supporter.hours.contains(now) else 0


def _common_hours(need: Need, supporter: Supporter) -> int:
    return min(HOURS_MOST, need.hours.overlap_minutes(supporter.hours) // MINUTES_A_POINT)


def _talked_before(need: Need, supporter: Supporter) -> int:
    return TALKED_BEFORE if supporter.supporter_id in need.previous else 0


def _has_room(supporter: Supporter) -> int:
    """At least half of their places are free: said as "has time for you", never as a number."""
    return ROOM if supporter.capacity and supporter.load * 2 <= supporter.capacity else 0
