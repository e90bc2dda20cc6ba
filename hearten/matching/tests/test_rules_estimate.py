"""How long the wait is, honestly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import FEWEST_WAITS, Estimate, estimate

HOUR = timedelta(hours=1)


def hours(*numbers: float) -> list[timedelta]:
    return [number * HOUR for number in numbers]


def found(
    ended: list[timedelta], open_: list[timedelta], already: timedelta = timedelta(0)
) -> tuple[object, object]:
    answer = estimate(ended, open_, already=already)
    assert answer is not None
    return tuple(wait and wait / HOUR for wait in (answer.median, answer.p90))


TABLE = [
    # why, finished waits, unfinished waits, median and 90th percentile in hours
    ("nobody waits any more", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10), (), (5, 9)),
    ("order does not matter", (9, 1, 5, 3, 7), (), (5, 9)),
    ("waits that are equal", (2, 2, 2, 2, 2), (), (2, 2)),
    # At 1 h 9 of 10 still wait, … at 5 h 5 of 10; then the curve stays above a tenth.
    ("half of them still wait", (1, 2, 3, 4, 5), (6, 6, 6, 6, 6), (5, None)),
    ("most of them still wait: only longer than", (1, 2, 3, 4, 5), (9,) * 6, (None, None)),
    ("who has only just come says little", (1, 2, 3, 4, 5), (0.5,) * 6, (3, 5)),
    # 7/8 · 6/7 · then one leaves · 4/5 · 3/4 = 0.45 at 5 h; then one leaves · 1/2 · 0
    ("some in between", (1, 2, 4, 5, 7, 8), (3, 6), (5, 8)),
    # 4/7 still wait at 2 h: the two last seen at that moment had not been paired then
    ("last seen at the very moment of an ending", (2, 2, 2, 4, 5), (2, 2), (4, 5)),
]


@pytest.mark.parametrize(("why", "ended", "open_", "answer"), TABLE)
def test_table(why: str, ended: tuple, open_: tuple, answer: tuple) -> None:
    assert found(hours(*ended), hours(*open_)) == answer, why


def test_it_says_what_it_rests_on() -> None:
    assert estimate(hours(1, 2, 3, 4, 5), hours(9, 6)) == Estimate(
        median=4 * HOUR, p90=None, seen_for=9 * HOUR, basis=5, unfinished=2
    )


@pytest.mark.parametrize("number", range(FEWEST_WAITS))
def test_with_fewer_than_five_finished_waits_we_do_not_know(number: int) -> None:
    assert estimate(hours(*range(1, number + 1)), hours(*range(50))) is None


def test_who_has_waited_long_is_not_told_what_the_quick_ones_waited() -> None:
    ended = hours(*[1] * 20, 10, 11, 12, 13, 14)
    assert found(ended, []) == (1, 12)
    assert found(ended, [], already=5 * HOUR) == (12, 14)
    assert estimate(ended, already=12 * HOUR) is None, "three waits are too few to go by"


def test_a_wait_is_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        estimate(hours(1, 2, 3, 4, -5))
    with pytest.raises(ValueError, match="negative"):
        estimate([], hours(-1))


waits = st.lists(st.integers(1, 48).map(lambda minutes: minutes * HOUR), max_size=15)
enough = st.lists(st.integers(1, 48).map(lambda n: n * HOUR), min_size=5, max_size=15)
LONGEST = timedelta.max


def both(ended: list[timedelta], open_: list[timedelta]) -> tuple[timedelta, timedelta]:
    answer = estimate(ended, open_)
    assert answer is not None
    return answer.median or LONGEST, answer.p90 or LONGEST


@given(enough, waits)
def test_the_spread_has_its_ends_in_order_and_names_waits_that_happened(
    ended: list[timedelta], open_: list[timedelta]
) -> None:
    median, p90 = both(ended, open_)
    assert median <= p90
    assert {median, p90} <= {*ended, LONGEST}


@given(enough, st.integers(1, 48))
def test_people_who_still_wait_longer_than_anybody_only_raise_it(
    ended: list[timedelta], extra: int
) -> None:
    longest = max(ended) + extra * HOUR
    before, after = both(ended, []), both(ended, [longest])
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(enough, st.integers(0, 14), st.integers(1, 48))
def test_a_longer_wait_never_shortens_it(ended: list[timedelta], index: int, extra: int) -> None:
    longer = list(ended)
    longer[index % len(ended)] += extra * HOUR
    before, after = both(ended, []), both(longer, [])
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(enough, waits, st.integers(1, 48))
def test_the_longer_others_still_wait_the_longer_it_is(
    ended: list[timedelta], open_: list[timedelta], extra: int
) -> None:
    before, after = both(ended, open_), both(ended, [wait + extra * HOUR for wait in open_])
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(enough)
def test_without_unfinished_waits_it_is_the_nearest_rank(ended: list[timedelta]) -> None:
    """The smallest wait that at least half, or nine in ten, did not exceed."""
    ranked = sorted(ended)
    number = len(ranked)
    assert both(ended, []) == (ranked[(number + 1) // 2 - 1], ranked[-(-9 * number // 10) - 1])


@given(enough, waits, st.integers(0, 47))
def test_the_answer_is_always_later_than_the_reader_has_waited(
    ended: list[timedelta], open_: list[timedelta], already: int
) -> None:
    answer = estimate(ended, open_, already=already * HOUR)
    if answer is not None:
        assert answer.median is None or answer.median > already * HOUR
