"""Reports that may belong together count as one voice, and nothing else follows from it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.safety.rules.brigades import (
    FEWEST,
    Brigade,
    Reporter,
    Sign,
    brigade_in,
    voices,
)

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def reporter(number, *, age_days, at_days=0.0, talked=True):
    """Somebody who reports `at_days` after the start, `age_days` after they joined."""
    at = START + DAY * at_days
    return Reporter(
        account_id=UUID(int=number),
        joined_at=at - DAY * age_days,
        reported_at=at,
        has_talked=talked,
    )


def old(number, **more):
    return reporter(number, age_days=400 + number * 9, **more)


@pytest.mark.parametrize(
    ("name", "reporters", "people", "signs", "count"),
    [
        ("nobody", [], set(), (), 0),
        ("one", [old(1)], set(), (), 1),
        ("two old members who talked", [old(1), old(2)], set(), (), 2),
        ("three old members who talked", [old(1), old(2), old(3)], set(), (), 3),
        (
            "two new people who came on different days",
            [reporter(1, age_days=2), reporter(2, age_days=5)],
            set(),
            (),
            2,
        ),
        (
            "two new people who came on the same day",
            [reporter(1, age_days=2), reporter(2, age_days=2.5)],
            {1, 2},
            (Sign.NEW, Sign.TOGETHER),
            1,
        ),
        (
            "three new people",
            [reporter(1, age_days=1), reporter(2, age_days=3), reporter(3, age_days=5)],
            {1, 2, 3},
            (Sign.NEW,),
            1,
        ),
        (
            "three who never talked with them",
            [old(n, talked=False) for n in (1, 2, 3)],
            {1, 2, 3},
            (Sign.STRANGER,),
            1,
        ),
        (
            "two old strangers",
            [old(1, talked=False), old(2, talked=False)],
            set(),
            (),
            2,
        ),
        (
            "a brigade beside two who know what they say",
            [*(reporter(n, age_days=2 + n / 50) for n in (1, 2, 3)), old(4), old(5)],
            {1, 2, 3},
            (Sign.NEW, Sign.TOGETHER),
            3,
        ),
        (
            "everybody joined on the programme's first day, long ago",
            [reporter(n, age_days=300 + n / 100) for n in (1, 2, 3, 4)],
            set(),
            (),
            4,
        ),
        (
            "three strangers, but weeks apart",
            [old(n, talked=False, at_days=20 * n) for n in (1, 2, 3)],
            set(),
            (),
            3,
        ),
    ],
)
def test_who_may_belong_together(name, reporters, people, signs, count):
    found = brigade_in(reporters)
    wanted = Brigade(people=frozenset(UUID(int=n) for n in people), signs=signs) if people else None
    assert found == wanted, name
    assert voices(reporters) == count, name


_REPORTERS = st.lists(
    st.builds(
        reporter,
        st.integers(1, 40),
        age_days=st.floats(0, 500),
        at_days=st.floats(0, 30),
        talked=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.account_id,
)


@given(_REPORTERS, st.randoms())
def test_order_says_nothing(reporters, random):
    shuffled = list(reporters)
    random.shuffle(shuffled)
    assert brigade_in(shuffled) == brigade_in(reporters)


@given(_REPORTERS)
def test_voices_are_people_and_never_none_of_some(reporters):
    count = voices(reporters)
    assert min(1, len(reporters)) <= count <= len(reporters)
    if brigade_in(reporters) is None:
        assert count == len(reporters)


@given(_REPORTERS, st.integers(FEWEST, 30), st.floats(0, 5))
def test_a_crowd_of_new_accounts_adds_one_voice_at_most(reporters, many, age):
    crowd = [reporter(100 + n, age_days=age, at_days=15, talked=False) for n in range(many)]
    assert voices([*reporters, *crowd]) <= voices(reporters) + 1


@given(_REPORTERS, st.integers(0, 11))
def test_who_has_no_sign_always_counts(reporters, place):
    one = old(99, at_days=place)
    assert voices([*reporters, one]) == voices(reporters) + 1
