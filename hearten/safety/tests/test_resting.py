"""Who carried enough is called last, and nobody is ever called by nobody."""

from itertools import combinations, product
from uuid import UUID, uuid5

import pytest

from hearten.safety.rules.escalation import (
    DUTY,
    EVERYONE,
    LAST_WITHOUT_THE_RESTED,
    NEXT,
    Standing,
    audience,
)

NAMES = ("Heron", "Finch", "Owl")


def who(name: str) -> UUID:
    return uuid5(UUID(int=1), name)


def these(*names: str) -> list[UUID]:
    return [who(name) for name in names]


@pytest.mark.parametrize(
    ("number", "on_duty", "coming", "resting", "whom", "people"),
    [
        (1, ["Heron"], [], [], DUTY, ["Heron"]),
        (1, ["Heron", "Finch"], [], ["Heron"], DUTY, ["Finch"]),
        (1, ["Heron"], [], ["Heron"], EVERYONE, ["Finch", "Owl"]),
        (2, ["Heron"], ["Finch"], ["Finch"], EVERYONE, ["Heron", "Owl"]),
        (2, ["Heron"], ["Finch"], ["Heron"], NEXT, ["Finch"]),
        (3, ["Heron"], [], ["Heron"], EVERYONE, ["Finch", "Owl"]),
        (4, ["Heron"], [], ["Heron"], EVERYONE, list(NAMES)),
        (1, ["Heron"], [], list(NAMES), DUTY, ["Heron"]),
        (1, [], [], list(NAMES), EVERYONE, list(NAMES)),
        (3, [], [], list(NAMES), EVERYONE, list(NAMES)),
    ],
)
def test_who_is_called(
    number: int,
    on_duty: list[str],
    coming: list[str],
    resting: list[str],
    whom: str,
    people: list[str],
) -> None:
    standing = Standing(
        able=these(*NAMES),
        on_duty=these(*on_duty),
        coming=these(*coming),
        resting=frozenset(these(*resting)),
    )
    assert audience(number, standing) == (whom, these(*people))


def test_whoever_has_the_case_and_rests_is_called_last_too() -> None:
    standing = Standing(
        able=these(*NAMES),
        on_duty=these("Finch"),
        coming=[],
        has_it=who("Heron"),
        resting=frozenset(these("Heron")),
    )
    assert audience(1, standing) == (DUTY, these("Finch"))


GROUPS = [list(group) for size in range(4) for group in combinations(these(*NAMES), size)]


@pytest.mark.parametrize("number", range(1, 6))
def test_there_is_always_somebody_where_somebody_could_be_called(number: int) -> None:
    for able, on_duty, coming, resting in product(GROUPS, repeat=4):
        standing = Standing(able=able, on_duty=on_duty, coming=coming, resting=frozenset(resting))
        _whom, people = audience(number, standing)
        assert bool(people) == bool(able)
        assert set(people) <= set(able)
        if number <= LAST_WITHOUT_THE_RESTED and set(people) & set(resting):
            assert set(able) <= set(resting)
