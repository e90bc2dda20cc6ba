"""Figures with their 95 % intervals: Wilson for shares, a seeded bootstrap for ranking."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

ROUNDS = 400


@dataclass(frozen=True)
class Figure:
    """A figure between 0 and 1 with its interval and how many it is about."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if not self.count:
            return "–"
        return f"{self.value:.3f} ({self.low:.2f}–{self.high:.2f}; {self.count})"


def share(hits: int, count: int) -> Figure:
    """hits of count, Wilson's interval."""
    if not count:
        return Figure(math.nan, math.nan, math.nan, 0)
    z = 1.96
    rate = hits / count
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    wide = (
        z * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    )
    return Figure(rate, max(0.0, middle - wide), min(1.0, middle + wide), count)


def ranking(positives: Sequence[float], negatives: Sequence[float]) -> Figure:
    """Area under the ROC curve; resampled with a fixed seed for the interval."""
    if not positives or not negatives:
        return Figure(math.nan, math.nan, math.nan, 0)
    rng = random.Random(11)
    made = sorted(
        _area(rng.choices(positives, k=len(positives)), rng.choices(negatives, k=len(negatives)))
        for _ in range(ROUNDS)
    )
    low, high = made[int(0.025 * ROUNDS)], made[int(0.975 * ROUNDS) - 1]
    return Figure(_area(positives, negatives), low, high, len(positives))


def _area(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive stands above a negative, ties counting half."""
    ranked = sorted([(s, 1) for s in positives] + [(s, 0) for s in negatives])
    ranks, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(label for _, label in ranked[at:end])
        at = end
    size = len(positives)
    return (ranks - size * (size + 1) / 2) / (size * len(negatives))
