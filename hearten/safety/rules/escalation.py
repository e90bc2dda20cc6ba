"""Whom a step goes to: a pure decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

DUTY, NEXT, EVERYONE = "duty", "next", "everyone"
LAST_BY_ROTA = 2
"""Later steps go to everybody, whatever the rota says."""
STILL_FRESH = timedelta(minutes=30)
"""Whoever took a case so short a time ago is still with it: another text raises no new alert."""
PHONE_GOOD_FOR = timedelta(minutes=10)
"""A key pressed in a call counts for so long: then whoever pressed it has opened the case, or it was
somebody else who picked up."""
LAST_WITHOUT_THE_RESTED = 3
"""From the step after this one on, people who rest are called too: nobody has answered yet."""
PRACTICE_LATE_BY = timedelta(hours=6)
"""A practice that could not begin for so long is left out: not at night instead."""
PRACTICE_SHOWN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who could be told, all of them moderators with no part in it."""

    able: Sequence[UUID]
    on_duty: Sequence[UUID]
    coming: Sequence[UUID]
    """On duty next, not told before."""
    has_it: UUID | None = None
    """Who has the case already."""
    resting: frozenset[UUID] = frozenset()
    """Who carried enough this week and is called only where nobody else is left."""


def audience(number: int, standing: Standing) -> tuple[str, list[UUID]]:
    """Whom step `number` (from 1) goes to. Nobody there means everybody, at once: a gap in the rota
    costs no time. Who rests is left out of the first steps, unless nobody would be left."""
    standing = _without_the_rested(number, standing)
    if number == 1:
        first = [*([standing.has_it] if standing.has_it else []), *standing.on_duty]
        if standing.on_duty and (people := _able(first, standing.able)):
            return DUTY, people
    if number == 2 and (people := _able(standing.coming, standing.able)):
        return NEXT, people
    return EVERYONE, list(standing.able)


def _without_the_rested(number: int, standing: Standing) -> Standing:
    if number > LAST_WITHOUT_THE_RESTED:
        return standing
    rested = [one for one in standing.able if one not in standing.resting]
    if not rested:
        return standing
    on_duty = [one for one in standing.on_duty if one not in standing.resting]
    return replace(standing, able=rested, on_duty=on_duty)


def _able(people: Sequence[UUID], able: Collection[UUID]) -> list[UUID]:
    return [one for one in dict.fromkeys(people) if one in able]


_ROUND = {DUTY: 1, NEXT: 2, EVERYONE: 3}


def without(whom: str, *, text_from: int, call_from: int) -> set[str]:
    """What a step to these people leaves out: phones are used from the round that was set on. All
    other ways are always used, at any hour."""
    starts = {"sms": text_from, "voice": call_from}
    return {kind for kind, first in starts.items() if not 1 <= first <= _ROUND[whom]}
