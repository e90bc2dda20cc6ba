"""python -m bench.triage.train: the weights of the linear model, from the corpus and licensed sets.

Needs scikit-learn (requirements/training.txt) and TRIAGE_DATA; writes weights.bin and weights.json
into hearten/triage/shipped. The same numbers come out each time.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.triage import data
from hearten.triage.rules import KINDS, features
from hearten.triage.rules.reading import Read, read

SHIPPED = data.ROOT / "hearten" / "triage" / "shipped"
VERSION = "2026.11.1"
RISKS = {"risk": 2, "level1": 1, "level2": 2, "level3": 3}
LEARNT = tuple(
    kind for kind in KINDS if not kind.startswith("personal_data") and kind != "other_language"
)
HEADS = (*RISKS, *LEARNT)
GRIEF = {"sadness", "grief", "remorse", "fear", "disappointment", "nervousness", "embarrassment"}
GOOD = {"joy", "amusement", "admiration", "gratitude", "approval", "excitement", "optimism", "love"}
ROUGH = {"anger", "annoyance", "disgust", "disapproval"}
SEED = 7


class Row:
    """A stretch of a text with what is known of it: yes and no by head; a head not named is
    not known."""

    def __init__(self, text: str, known: dict[str, bool], weight: float = 1.0) -> None:
        self.known = known
        self.weight = weight
        self.read = read(text)


def of_corpus(text: data.Text) -> Row:
    """A text of the corpus: everything about it is known."""
    known = {kind: kind in text.signals for kind in LEARNT}
    known |= {f"level{n}": text.level >= n for n in (1, 2, 3)}
    known["risk"] = text.risk
    return Row(text.text, known)


def rows() -> list[Row]:
    """Everything that is trained on."""
    rng = random.Random(SEED)
    made = [of_corpus(text) for text in data.corpus() if not text.held_out]
    if data.folder() is not None:
        made += [*_goemotions(rng), *_diasafety(rng), *_hostile(rng)]
    return made


def _calm(text: str, extra: dict[str, bool], weight: float) -> Row | None:
    """A text of a set that is not about danger: no risk, unless the lexicon finds some."""
    row = Row(text, extra, weight)
    if any(one.level >= 2 for one in row.read.readings):
        return None
    row.known = dict.fromkeys(("risk", "level2", "level3"), False) | extra
    return row


def _goemotions(rng: random.Random) -> list[Row]:
    comments = data.goemotions("train")
    rng.shuffle(comments)
    made = []
    for text, emotions in comments[:6_000]:
        extra: dict[str, bool] = {}
        if emotions & GRIEF:
            extra["distress"] = bool(emotions & {"sadness", "grief", "remorse"})
        elif not emotions & ROUGH:
            extra |= {"level1": False, "distress": False, "harassment": False}
        made.append(_calm(text, extra, 0.25))
    return [row for row in made if row is not None]


def _diasafety(rng: random.Random) -> list[Row]:
    pairs = data.table("diasafety/diasafety.csv")
    rng.shuffle(pairs)
    contexts: dict[str, None] = {}
    heads = {"Offending User": "harassment", "Unauthorized Expertise": "unsafe_advice"}
    made = []
    for pair in pairs:
        unsafe, head = pair["label"] == "Unsafe", heads.get(pair["category"])
        if head:
            made.append(_calm(pair["response"], {head: unsafe}, 0.4 if unsafe else 0.3))
        elif pair["category"] == "Risk Ignorance":
            contexts.setdefault(pair["context"])
            if not unsafe:
                made.append(_calm(pair["response"], {"unsafe_advice": False}, 0.3))
    return [row for row in made if row is not None] + [_troubled(text) for text in contexts]


def _troubled(text: str) -> Row:
    """What somebody in trouble wrote (the set says so, not how much): distress; and risk where the
    lexicon reads it, so that the model hears what else such people say."""
    row = Row(text, {"level1": True, "distress": True}, 0.4)
    if any(one.own and one.level >= 2 and one.kind in data.SELF for one in row.read.readings):
        row.known |= {"risk": True, "level2": True}
    return row


def _hostile(rng: random.Random) -> list[Row]:
    made: list[Row | None] = []
    tweets = data.table("davidson/davidson.csv")
    rng.shuffle(tweets)
    made += [
        _calm(tweet["tweet"], {"harassment": tweet["class"] != "2"}, 0.2)
        for tweet in tweets[:2_500]
    ]
    made += [
        _calm(comment["text"], {"harassment": comment["is_toxic"] == "Toxic"}, 0.3)
        for comment in data.table("toxicity/toxicity_en.csv")
    ]
    return [row for row in made if row is not None]


def vector(read_: Read, start: int, end: int) -> dict[int, float]:
    """A stretch as the model sees it: the same numbers as linear.odds sums up."""
    words = read_.heard[start:end]
    plains = [features.plain(word) for word in words]
    wording = features.wording(words)
    letters = [place for word in plains for place in features.letters(word)]
    meaning = list(map(features.place, features.meaning(plains, read_.within(start, end))))
    made: dict[int, float] = {}
    for places, share in (
        (wording, 1 / max(1, len(wording)) ** 0.5),
        (letters, 1 / max(1, len(letters)) ** 0.5),
        (meaning, features.MEANING),
    ):
        for place in places:
            made[place] = made.get(place, 0.0) + share
    return made


def matrix(vectors: list[dict[int, float]]) -> csr_matrix:
    """Rows of numbers by place."""
    ends = np.cumsum([0, *map(len, vectors)])
    places = np.fromiter((p for v in vectors for p in v), dtype=np.int32)
    values = np.fromiter((x for v in vectors for x in v.values()), dtype=np.float64)
    return csr_matrix((values, places, ends), shape=(len(vectors), features.BUCKETS))


def fit(x: csr_matrix, known: list[bool], weights: list[float]) -> LogisticRegression:
    """One question. Rare answers count more, to a bound."""
    y, w = np.array(known), np.array(weights)
    share = max(1e-9, float(w[y].sum()) / float(w.sum()))
    w = np.where(y, w * min(6.0, 0.5 / share), w)
    return LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3, solver="liblinear").fit(
        x, y, sample_weight=w
    )


STRENGTH = 3.0


def train(made: list[Row], say: Callable[[str], Any] = print) -> tuple[np.ndarray, np.ndarray]:
    """Weights by head and place, and biases. Twice: a long text of danger is first its whole, then
    the one stretch that speaks loudest; all stretches of a calm one are calm."""
    whole = [vector(row.read, 0, len(row.read.words.words)) for row in made]
    coefficients, _ = _once(matrix(whole), made, ("risk", "level2"))
    stretches: list[dict[int, float]] = []
    owners: list[Row] = []
    for row, full in zip(made, whole, strict=True):
        parts = features.windows(row.read.words.words)
        vectors = [full] if len(parts) == 1 else [vector(row.read, *part) for part in parts]
        if len(vectors) > 1 and row.known.get("level2", False):
            head = HEADS.index("risk" if row.known.get("risk") else "level2")
            sums = [sum(coefficients[head, p] * x for p, x in v.items()) for v in vectors]
            vectors = [vectors[int(np.argmax(sums))]]
        stretches += vectors
        owners += [row] * len(vectors)
    say(f"{len(made)} texts, {len(stretches)} stretches")
    return _once(matrix(stretches), owners)


def _once(
    x: csr_matrix, owners: list[Row], heads: tuple[str, ...] = HEADS
) -> tuple[np.ndarray, np.ndarray]:
    coefficients = np.zeros((len(HEADS), features.BUCKETS))
    biases = np.zeros(len(HEADS))
    for number, head in ((HEADS.index(head), head) for head in heads):
        known = [at for at, row in enumerate(owners) if head in row.known]
        model = fit(
            x[known],
            [owners[at].known[head] for at in known],
            [owners[at].weight for at in known],
        )
        coefficients[number], biases[number] = model.coef_[0], model.intercept_[0]
    return coefficients, biases


def write(coefficients: np.ndarray, biases: np.ndarray, folder: Path = SHIPPED) -> None:
    """One byte a weight."""
    scale = np.abs(coefficients).max(axis=1) / 127
    small = np.round(coefficients / scale[:, None]).astype(np.int8)
    (folder / "weights.bin").write_bytes(small.T.tobytes())
    about = {
        "version": VERSION,
        "heads": list(HEADS),
        "bias": [round(float(b), 5) for b in biases],
        "scale": [float(f"{s:.6g}") for s in scale],
    }
    (folder / "weights.json").write_text(json.dumps(about, indent=1) + "\n")


def main() -> int:
    """Train and write."""
    if data.folder() is None:
        print("TRIAGE_DATA is not set: the licensed sets are needed", file=sys.stderr)
        return 1
    write(*train(rows()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
