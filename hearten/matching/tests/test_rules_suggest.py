"""The supporters a member can choose from."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import Need, Supporter, assign, may_be_proposed, suggest
from hearten.matching.tests.test_rules_cast import (
    NOW,
    SUPPORTERS,
    need,
    needs,
    supporter,
    supporters,
    these,
    who,
)

GRIEF = these("grief")


def test_the_best_three_best_first() -> None:
    asker = need(wished=these("grief", "panic"), languages=("en", "de"))
    people = [
        supporter("Sam"),
        supporter("Ann", experiences=these("grief", "panic")),
        supporter("Bo", experiences=GRIEF, languages=("de",)),
        supporter("Cy", experiences=GRIEF, languages=("en",)),
    ]
    found = suggest(asker, people, NOW)
    assert [one.supporter_id for one in found] == [who("Ann"), who("Cy"), who("Bo")]
    assert [one.fit.score for one in found] == [45, 40, 35]


@pytest.mark.parametrize(("count", "shown"), [(-1, 0), (0, 0), (1, 1), (9, 2)])
def test_no_more_than_asked_for_or_than_there_are(count: int, shown: int) -> None:
    people = [supporter("Ann"), supporter("Bo"), supporter("Sam", paused=True)]
    assert len(suggest(need(), people, NOW, count)) == shown


@given(needs(most=2), supporters(), st.integers(0, 2**32))
def test_it_begins_with_whom_assign_would_propose(
    queue: list[Need], people: list[Supporter], seed: int
) -> None:
    for asker in queue:
        shown = suggest(asker, people, NOW, len(SUPPORTERS))
        assert list(shown[:1]) == assign([asker], people, NOW)
        assert len(shown) == sum(may_be_proposed(asker, one, NOW) for one in people)
        Random(seed).shuffle(people)  # noqa: S311
        assert suggest(asker, people, NOW, len(SUPPORTERS)) == shown
