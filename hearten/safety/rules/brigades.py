"""Several reports that may be one: people who came together to get somebody thrown out.

Nothing here says that a report is false. It says that these reports count as one voice where it is
asked how many independent people reported, and it never makes anything urgent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

WINDOW = timedelta(days=7)
"""Reports within it are looked at together."""
NEW_FOR = timedelta(days=7)
"""Since joining: an account that is new when it reports."""
YOUNG_FOR = timedelta(days=60)
"""Since joining: accounts for which it means something that they joined together. Without it everybody
who joined on a programme's first day would be one voice for ever."""
TOGETHER = timedelta(hours=24)
FEWEST = 3
"""People with a sign from whom it may be a brigade …"""
FEWEST_STRONG = 2
"""… and people with two signs or more."""


class Sign(StrEnum):
    """What makes a reporter look like one of several who belong together."""

    NEW = "new"
    TOGETHER = "together"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """One person who reported, at their first report."""

    account_id: UUID
    joined_at: datetime
    reported_at: datetime
    has_talked: bool
    """Whether they ever talked with the person they report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brigade:
    """Reports that may belong together."""

    people: frozenset[UUID]
    signs: tuple[Sign, ...]
    """In the order of `Sign`."""


def brigade_in(reporters: Iterable[Reporter]) -> Brigade | None:
    """Whether some of these may belong together, and what says so."""
    everybody = sorted(reporters, key=lambda one: (one.reported_at, str(one.account_id)))
    people: set[UUID] = set()
    signs: set[Sign] = set()
    for first in everybody:
        end = first.reported_at + WINDOW
        found = _signs([one for one in everybody if first.reported_at <= one.reported_at <= end])
        strong = [one for one in found.values() if len(one) > 1]
        if len(found) >= FEWEST or len(strong) >= FEWEST_STRONG:
            people.update(found)
            signs.update(*found.values())
    if not people:
        return None
    return Brigade(people=frozenset(people), signs=tuple(sign for sign in Sign if sign in signs))


def voices(reporters: Sequence[Reporter]) -> int:
    """How many independent people reported: a brigade is one."""
    everybody = {one.account_id for one in reporters}
    brigade = brigade_in(reporters)
    if brigade is None:
        return len(everybody)
    return len(everybody - brigade.people) + 1


def _signs(group: Sequence[Reporter]) -> dict[UUID, set[Sign]]:
    """Everybody of a group who has a sign, with their signs."""
    found = {one.account_id: set(_signs_of(one, group)) for one in group}
    return {account_id: signs for account_id, signs in found.items() if signs}


def _signs_of(one: Reporter, group: Sequence[Reporter]) -> Iterable[Sign]:
    age = one.reported_at - one.joined_at
    if age < NEW_FOR:
        yield Sign.NEW
    if age < YOUNG_FOR and any(
        abs(one.joined_at - other.joined_at) <= TOGETHER
        and other.reported_at - other.joined_at < YOUNG_FOR
        for other in group
        if other.account_id != one.account_id
    ):
        yield Sign.TOGETHER
    if not one.has_talked:
        yield Sign.STRANGER
