"""Which figures are shown: a table a person can read."""

import pytest

from hearten.polls.rules import Figure, figures

#  counts, voters, closed → figures and of how many, or none
CASES = [
    ([0, 0], 0, False, None),
    ([0, 0], 0, True, None),
    ([4, 0], 4, False, None),
    ([4, 0], 4, True, None),
    ([3, 2], 5, False, [(0, 5), (0, 5)]),
    ([3, 2], 5, True, [(3, 5), (2, 5)]),
    ([9, 5], 14, False, [(5, 10), (5, 10)]),
    ([9, 5], 14, True, [(9, 14), (5, 14)]),
    ([14, 14], 14, False, [(10, 10), (10, 10)]),
]


@pytest.mark.parametrize(("counts", "voters", "closed", "shown"), CASES)
def test_figures(counts, voters, closed, shown):
    found = figures(counts, voters, closed=closed)
    assert found == (shown and [Figure(one, of, exact=closed) for one, of in shown])


def test_no_single_vote_shows_while_it_is_open():
    """Before and after any one vote nothing differs, but where a fifth one completes a step."""
    differs = [
        before
        for before in range(5, 60)
        if figures([before], before, closed=False)
        != figures([before + 1], before + 1, closed=False)
    ]
    assert differs == [before for before in range(5, 60) if (before + 1) % 5 == 0]


def test_the_bar_is_of_everybody_who_voted():
    assert [Figure(3, 12, exact=True).per_cent, Figure(0, 0, exact=True).per_cent] == [25, 0]
