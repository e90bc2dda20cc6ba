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


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of all questions ("heads"), by name."""

    heads: tuple[str, ...]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    weights: "array[int]"
    version: str

    def row(self, place: int) -> Sequence[int]:
        """The weights of one feature."""
        width = len(self.heads)
        return self.weights[place * width : (place + 1) * width]


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
_BYTES = _LANE * len(MODEL.heads)


@lru_cache(maxsize=50_000)
def _packed(place: int) -> int:
    lanes = array("I", [weight + _LIFT for weight in MODEL.row(place)])
    return int.from_bytes(lanes.tobytes(), "little")


def _unpacked(total: int, rows: int) -> list[int]:
    lanes = array("I", total.to_bytes(_BYTES, "little"))
    return [lane - _LIFT * rows for lane in lanes]


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[int, int, int]:
    """A word's own row, the sum of the rows of its letters, and how many these are."""
    inside = features.letters(word)
    own = _packed(features.place("w " + word))
    return own, sum(map(_packed, inside)), len(inside)


@lru_cache(maxsize=50_000)
def _pair(first: str, second: str) -> int:
    return _packed(features.place(f"b {first} {second}"))


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
        at, width = HEAD[head], len(MODEL.heads)
        best, span, total, start = float("-inf"), (0, len(self.words)), 0, 0
        for place, word in enumerate(self.words):
            if total <= 0:
                total, start = 0, place
            total += MODEL.weights[features.place("w " + word) * width + at]
            if total > best:
                best, span = total, (max(start, place + 1 - most), place + 1)
        return span


def judge(words: Sequence[str], readings: Iterable[Reading]) -> Judged:
    """Every question asked of a stretch of words. The same sums as in training: words and letters
    count by their share of the stretch, meanings count whole."""
    plains = [NUMBER if word.isdigit() else word for word in words]
    of_words = [_word(word) for word in plains]
    pairs = sum(map(_pair, plains, plains[1:]))
    wording, letters, inside = pairs, 0, 0
    for own, spelled, count in of_words:
        wording += own
        letters += spelled
        inside += count
    size = max(0, 2 * len(plains) - 1)
    places = features.meaning(words, readings)
    by_wording = 1 / math.sqrt(max(1, size))
    by_letters = 1 / math.sqrt(max(1, inside))
    sums = zip(
        _SCALES,
        _unpacked(wording, size),
        _unpacked(letters, inside),
        _unpacked(sum(map(_packed, places)), len(places)),
        strict=True,
    )
    odds = tuple(
        bias + scale * (w * by_wording + c * by_letters + m * features.MEANING)
        for (bias, scale), w, c, m in sums
    )
    return Judged(odds, plains)
