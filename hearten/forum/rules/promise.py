"""Within how many hours somebody who asks for support has an answer of another person, whom the wait
is brought to before that, and how well it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hearten.matching.rules import FEWEST_WAITS, estimate

PROMISE_HOURS = 12
"""Where a programme set nothing."""
PROMISE_HOURS_MOST = 72
LOOKED_BACK = timedelta(days=90)
"""Threads opened in this time say how well a promise is kept. Ours, not a norm."""
LOOKED_AT_MOST = 500
"""The newest of them: more would tell the same and take longer."""


class Step(StrEnum):
    """Who is told that somebody waits, the first before the promise is over."""

    ROTA = "rota"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When each step is due for one thread; stored with it."""

    rota_at: datetime
    due_at: datetime
    """Until when an answer is promised; then the supervisors are told."""


def deadlines(opened_at: datetime, hours: int) -> Deadlines:
    """Of a thread that others can read from `opened_at` on: the rota is told after two thirds."""
    promise = timedelta(hours=hours)
    return Deadlines(rota_at=opened_at + promise * 2 / 3, due_at=opened_at + promise)


def subject_of_thread(thread_id: UUID) -> str:
    """What all that is sent about a waiting thread is sent about."""
    return f"thread:{thread_id}"


def cause_of(step: Step, thread_id: UUID, due_at: datetime) -> str:
    """Why one word is sent: a step of one promise, so that it is not sent twice."""
    return f"{step}:{thread_id}:{due_at.timestamp():.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A thread that was promised an answer."""

    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    """When nobody could answer any more: it was taken away, or its space closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How well a promise was kept."""

    in_time: int
    of: int
    """Of so many whose answer was due by now, in time or not."""
    median: timedelta | None
    """Half had their answer within it, threads that still wait counted; None: not seen yet."""


def kept(asked: Sequence[Asked], now: datetime) -> Kept | None:
    """How well the promise to these threads was kept; None where too few were due to say anything.

    A thread whose answer is not due yet is left out of the share also when it has one: with only the
    quick ones of them counted, the share would look better than it is. So is one that ended, without
    an answer, before it was due.
    """
    due = [one for one in asked if one.due_at <= now and not _ended_before_due(one)]
    if len(due) < FEWEST_WAITS:
        return None
    in_time = [one for one in due if one.answered_at and one.answered_at <= one.due_at]
    waits = [_waited(one, one.answered_at) for one in asked if one.answered_at]
    unfinished = [_waited(one, one.ended_at or now) for one in asked if not one.answered_at]
    found = estimate(waits, unfinished)
    return Kept(in_time=len(in_time), of=len(due), median=found.median if found else None)


def _ended_before_due(one: Asked) -> bool:
    return one.answered_at is None and one.ended_at is not None and one.ended_at <= one.due_at


def _waited(one: Asked, until: datetime) -> timedelta:
    return max(until - one.opened_at, timedelta(0))  # clocks of two machines
