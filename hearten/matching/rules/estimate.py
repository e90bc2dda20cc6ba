"""How long is the wait? Honest about those who still wait.

Looking only at people who were paired makes waits look short: the longest ones are not over yet.
The product-limit estimate counts everybody for as long as they were seen: Kaplan EL, Meier P.
Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958; 53: 457-481.

This is the definition. Pages ask queries/estimate.py, which has the database compute the same.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

FEWEST_WAITS = 5
"""Fewer finished waits than this, and the answer is "we do not know yet". Ours, not a norm."""

ROUNDING = 1e-9  # of a probability: products of fractions must not miss one half by a hair


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Within how long half of the people, and nine in ten, are paired, counted from asking.

    None means: not seen yet, only "longer than `seen_for`". `basis` counts finished waits,
    `unfinished` those that were not over.
    """

    median: timedelta | None
    p90: timedelta | None
    seen_for: timedelta
    basis: int
    unfinished: int


def estimate(
    waits: Sequence[timedelta],
    unfinished: Sequence[timedelta] = (),
    *,
    already: timedelta = timedelta(0),
) -> Estimate | None:
    """Estimate the wait; None where too little is known to say anything.

    waits: from asking to being paired, of one kind of request that *began* in a recent window
    (choosing those that ended in it would favour long waits). unfinished: how long the others of
    the same window have waited so far, and how long those waited who cancelled; the answer is
    then for somebody who stays. already: how long the reader has waited; only people who waited
    longer than that say anything about them, so the answer is always later than now.
    """
    if min(chain(waits, unfinished, [already])) < timedelta(0):
        raise ValueError("A wait is not negative.")
    ended = [wait for wait in waits if wait > already]
    open_ = [wait for wait in unfinished if wait > already]
    if len(ended) < FEWEST_WAITS:
        return None
    curve = list(_still_waiting(ended, open_))
    return Estimate(
        median=_first_at_most(curve, 0.5),
        p90=_first_at_most(curve, 0.1),
        seen_for=max(chain(ended, open_)),
        basis=len(ended),
        unfinished=len(open_),
    )


def _still_waiting(
    ended: Sequence[timedelta], open_: Sequence[timedelta]
) -> Iterator[tuple[timedelta, float]]:
    """The share still waiting after each time at which a wait ended."""
    endings, leavings = Counter(ended), Counter(open_)
    at_risk, share = len(ended) + len(open_), 1.0
    for moment in sorted(endings.keys() | leavings.keys()):
        # Who was last seen at the moment of an ending was still waiting then (the usual rule).
        if endings[moment]:
            share *= 1 - endings[moment] / at_risk
            yield moment, share
        at_risk -= endings[moment] + leavings[moment]


def _first_at_most(curve: list[tuple[timedelta, float]], share: float) -> timedelta | None:
    """The first time at which at most this share still waits: no interpolation, a wait seen."""
    return next((moment for moment, left in curve if left <= share + ROUNDING), None)
