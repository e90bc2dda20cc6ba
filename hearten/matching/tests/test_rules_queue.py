"""Whose turn it is."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import (
    HEAD_START,
    Kind,
    Need,
    NotWaitingError,
    place_in_queue,
    queue_key,
)
from hearten.matching.tests.test_rules_cast import HOUR, need, needs, who

NOW_KIND, WEEKS = Kind.NOW, Kind.WEEKS
SECOND = timedelta(seconds=1)


def names(queue: list[Need]) -> list[str]:
    known = {who(name): name for name in ("Mara", "Kim", "Lee", "Bo")}
    return [known[one.member_id] for one in sorted(queue, key=queue_key)]


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("longest waiting first", (WEEKS, 5 * HOUR), (WEEKS, 4 * HOUR)),
        ("also for now", (NOW_KIND, 5 * HOUR), (NOW_KIND, 4 * HOUR)),
        ("now before weeks", (NOW_KIND, SECOND), (WEEKS, 23 * HOUR)),
        ("as long as the head start lasts", (NOW_KIND, SECOND), (WEEKS, 24 * HOUR)),
        ("and not longer", (WEEKS, 24 * HOUR + 2 * SECOND), (NOW_KIND, SECOND)),
    ],
)
def test_order(why: str, first: tuple[Kind, timedelta], second: tuple[Kind, timedelta]) -> None:
    mara = need("Mara", kind=first[0], waited=first[1])
    kim = need("Kim", kind=second[0], waited=second[1])
    assert names([kim, mara]) == ["Mara", "Kim"], why


@given(needs(), st.randoms())
def test_the_order_does_not_depend_on_how_the_needs_arrive(
    queue: list[Need], random: object
) -> None:
    shuffled = list(queue)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(shuffled, key=queue_key) == sorted(queue, key=queue_key)


@given(needs())
def test_among_equals_the_longest_waiting_is_first(queue: list[Need]) -> None:
    for kind in Kind:
        same = [one for one in sorted(queue, key=queue_key) if one.kind is kind]
        assert all(a.waiting_since <= b.waiting_since for a, b in pairwise(same))


@given(needs())
def test_nobody_starves_whoever_waits_a_head_start_longer_is_first(queue: list[Need]) -> None:
    places = {one.request_id: place_in_queue(queue, one.request_id) for one in queue}
    for a in queue:
        for b in queue:
            if b.waiting_since - a.waiting_since > HEAD_START:
                assert places[a.request_id] < places[b.request_id]


@given(needs())
def test_places_count_from_one_without_gaps(queue: list[Need]) -> None:
    in_order = sorted(queue, key=queue_key)
    places = [place_in_queue(queue, one.request_id) for one in in_order]
    assert places == list(range(1, len(queue) + 1))


def test_waiting_longer_never_moves_anybody_back() -> None:
    queue = [need("Kim", waited=3 * HOUR), need("Lee", waited=2 * HOUR)]
    places = [
        place_in_queue([*queue, need("Mara", waited=hours * HOUR)], who("request of Mara"))
        for hours in (1, 2.5, 4)
    ]
    assert places == [3, 2, 1]


def test_a_request_that_does_not_wait_has_no_place() -> None:
    with pytest.raises(NotWaitingError):
        place_in_queue([need("Kim")], who("request of Mara"))
