"""The linear model: one row of small whole numbers for each feature, one sum for each question.

Trained by bench/triage/train.py; docs/safety/model-card.md says on what. A row is kept as one large
whole number with a lane of 32 bits for each question, so that adding two rows is one addition.
"""

import json
import math
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from hearten.triage.rules import features
from hearten.triage.rules.context import Reading
from hearten.triage.rules.lexicon import NUMBER

_LANE = 4  # bytes: holds the sum of any row of words a text can have
_LIFT = 128  # added to each weight so that no lane is below zero
_LIFTED = bytes(range(_LIFT, 256)) + bytes(range(_LIFT))
"""A signed byte, read as an unsigned one, to itself plus the lift."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of all questions ("heads"), by name."""

    heads: tuple[str, ...]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    weights: "array[int]"
    version: str


def load() -> Model:
    """The weights in this package."""
    folder = resources.files("hearten.triage") / "shipped"
    about = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    weights = array("b", (folder / "weights.bin").read_bytes())
    names = tuple(about["heads"])
    return Model(names, tuple(about["bias"]), tuple(about["scale"]), weights, about["version"])


MODEL = load()
HEAD = {head: at for at, head in enumerate(MODEL.heads)}
_SCALES = tuple(zip(MODEL.bias, MODEL.scale, strict=True))
_WIDTH = len(MODEL.heads)
_BYTES = _LANE * _WIDTH
_ROWS = MODEL.weights.tobytes().translate(_LIFTED)


def _packed(place: int) -> int:
    lanes = bytearray(_BYTES)
    lanes[::_LANE] = _ROWS[place * _WIDTH : (place + 1) * _WIDTH]
    return int.from_bytes(lanes, "little")


def _unpacked(total: int) -> "array[int]":
    return array("I", total.to_bytes(_BYTES, "little"))


_of_letters = lru_cache(maxsize=50_000)(_packed)


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[int, int, int]:
    """A word's own row, the sum of the rows of its letters, and how many these are."""
    inside = features.letters(word)
    return _packed(features.place("w " + word)), sum(map(_of_letters, inside)), len(inside)


@lru_cache(maxsize=100_000)
def _pair(first: str, second: str) -> int:
    return _packed(features.place(f"b {first} {second}"))


@lru_cache(maxsize=20_000)
def _meant(feature: str) -> int:
    return _packed(features.place(feature))


@lru_cache(maxsize=50_000)
def _first_weight(word: str) -> int:
    return features.place("w " + word) * _WIDTH


@dataclass(frozen=True, slots=True)
class Judged:
    """A stretch of words as the model judges it."""

    odds: tuple[float, ...]
    """Log-odds of the questions, in the order of MODEL.heads."""
    words: Sequence[str]

    def of(self, head: str) -> float:
        """The log-odds of one question."""
        return self.odds[HEAD[head]]

    def lowered(self, heads: Collection[str], by: float) -> "Judged":
        """The same with some questions harder to answer with yes."""
        places = {HEAD[head] for head in heads}
        odds = (odds - by if at in places else odds for at, odds in enumerate(self.odds))
        return Judged(tuple(odds), self.words)

    def strongest(self, head: str, most: int = 8) -> tuple[int, int]:
        """The run of words whose own weights speak loudest for this question, at most its last
        so many words."""
        at, weights = HEAD[head], MODEL.weights
        best, first, last, total, start = float("-inf"), 0, len(self.words), 0, 0
        for place, word in enumerate(self.words):
            if total <= 0:
                total, start = 0, place
            total += weights[_first_weight(word) + at]
            if total > best:
                best, first, last = total, start, place + 1
        return max(first, last - most), last


def judge(words: Sequence[str], readings: Iterable[Reading]) -> Judged:
    """Every question asked of a stretch of words. The same sums as in training: words and letters
    count by their share of the stretch, meanings count whole."""
    plains = words
    if any(map(str.isdigit, words)):
        plains = [NUMBER if word.isdigit() else word for word in words]
    wording, letters, inside = sum(map(_pair, plains, plains[1:])), 0, 0
    for own, spelled, count in map(_word, plains):
        wording += own
        letters += spelled
        inside += count
    size = max(0, 2 * len(plains) - 1)
    meanings = features.meaning(plains, readings)
    by_wording = 1 / math.sqrt(max(1, size))
    by_letters = 1 / math.sqrt(max(1, inside))
    lift = _LIFT * (size * by_wording + inside * by_letters + len(meanings) * features.MEANING)
    sums = zip(
        _SCALES,
        _unpacked(wording),
        _unpacked(letters),
        _unpacked(sum(map(_meant, meanings))),
        strict=True,
    )
    odds = [
        bias + scale * (w * by_wording + c * by_letters + m * features.MEANING - lift)
        for (bias, scale), w, c, m in sums
    ]
    return Judged(tuple(odds), plains)
