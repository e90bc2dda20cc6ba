"""What is decided without a database: what each step is like, how long it lasts, whose turn is next, what
one can do oneself, and when a mean may be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

WORDS_MOST = 500
"""Characters of what somebody takes along, of hosts' words to each other, and of a word to a note."""
TURN = timedelta(minutes=2)
"""For one person."""
MORE_TIME = timedelta(minutes=2)
"""What hosts can add to a step, as often as they like."""
MORE_AHEAD = timedelta(minutes=60)
"""A step never ends later than this from now."""
FORGOTTEN_AFTER = timedelta(minutes=30)
"""After the end of a run that nobody closes, until it is closed by itself."""
APART_FOR = timedelta(days=1)
"""How long nobody who sits in the group is asked to be with who stepped out of its meeting."""
RATINGS = (1, 2, 3, 4, 5)
FEWEST_RATINGS = 4
"""Fewer answers than this have no mean: it would be about single people."""

SUBJECT = "cockpit.words"
"""What is written in a meeting beside the room is called in findings."""
ANSWER_WITHIN = timedelta(minutes=15)
"""For somebody to turn to a text of possible risk; then it goes to the people on duty."""


class Way(StrEnum):
    """What a step is like."""

    QUIET = "quiet"
    ROUND = "round"
    HANDS = "hands"
    CLOSING = "closing"


AGENDAS: Mapping[str, tuple[Way, ...]] = {
    "check_in": (Way.QUIET, Way.ROUND, Way.HANDS, Way.CLOSING),
    "topic": (Way.ROUND, Way.HANDS, Way.HANDS, Way.CLOSING),
    "skill": (Way.ROUND, Way.HANDS, Way.QUIET, Way.CLOSING),
    "reflection": (Way.HANDS, Way.HANDS, Way.ROUND, Way.CLOSING),
}
"""By the code of a format: a way for each step that its words tell."""


def share_of(step: int, *, steps: int, minutes: int) -> timedelta:
    """How long a step, from 0, of a meeting lasts: the first and the last take a tenth, the others share
    the rest."""
    outer = 0.1 if steps > 2 else 1 / steps
    part = outer if step in (0, steps - 1) else (1 - 2 * outer) / (steps - 2)
    return timedelta(seconds=round(minutes * 60 * part))


def with_more_time(ends_at: datetime, now: datetime) -> datetime:
    """The end of a step or turn that gets more time: from its end, or from now where that has passed."""
    return min(max(ends_at, now) + MORE_TIME, max(ends_at, now + MORE_AHEAD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who is here, as far as the order asks."""

    id: UUID
    place: int
    """In the order of coming."""
    hand_at: datetime | None = None
    has_turn: bool = False
    had_turn: bool = False
    """In this step, or passed."""


def order_of(way: Way, present: Iterable[Present]) -> list[UUID]:
    """Who comes after whoever has the turn."""
    waiting = [one for one in present if not one.has_turn]
    if way in (Way.ROUND, Way.CLOSING):
        left = sorted((one for one in waiting if not one.had_turn), key=lambda one: one.place)
        return [one.id for one in left]
    if way is Way.HANDS:
        raised = [(one.hand_at, one.place, one.id) for one in waiting if one.hand_at is not None]
        return [id_ for _at, _place, id_ in sorted(raised)]
    return []


class Move(StrEnum):
    """What the one big button does."""

    DONE = "done"
    PASS = "pass"  # noqa: S105 - a turn, not a word
    RAISE = "raise"
    LOWER = "lower"


def move_of(way: Way, me: Present) -> Move | None:
    """What somebody who is here can do now; None where there is nothing to do but listen."""
    if me.has_turn:
        return Move.DONE
    if way in (Way.ROUND, Way.CLOSING):
        return None if me.had_turn else Move.PASS
    if way is Way.HANDS:
        return Move.RAISE if me.hand_at is None else Move.LOWER
    return None


def mean_of(ratings: Sequence[int]) -> float | None:
    """How it was for all of them, to a tenth; None where too few said so."""
    if len(ratings) < FEWEST_RATINGS:
        return None
    return round(sum(ratings) / len(ratings), 1)


def subject_of(kind: str, id: UUID, version: int) -> str:
    """Which text a finding is about: of what kind, whose row, how often it had been written."""
    return f"{kind}/{id}/{version}"


def text_of_subject(subject_id: str) -> tuple[str, UUID]:
    """The kind and row that `subject_of` named."""
    kind, id_, _version = subject_id.split("/")
    return kind, UUID(id_)
