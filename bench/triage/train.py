"""python -m bench.triage.train: the weights of the linear model, from the corpus and licensed sets.

Needs scikit-learn (requirements/training.txt) and TRIAGE_DATA; writes weights.bin and weights.json
into hearten/triage/shipped. The same numbers come out each time.

Each question is a linear support vector machine, whose answers become log-odds by a logistic curve
(Platt): fitted on what a machine that had not seen the text answered, so that 0.8 means four in five
among texts like the corpus. The phrases were written with sight of the corpus, so they are surer there than
anywhere else: each machine sees every text once more without its phrases, and leans on them less.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bench.triage import data
from hearten.triage.rules import KINDS, features
from hearten.triage.rules.reading import Read, read

SHIPPED = data.ROOT / "hearten" / "triage" / "shipped"
VERSION = "2026.11.4"
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


def vector(read_: Read, start: int, end: int, *, phrases: bool = True) -> dict[int, float]:
    """A stretch as the model sees it: the same numbers as linear.odds sums up."""
    readings = read_.within(start, end) if phrases else []
    words = read_.heard[start:end]
    plains = [features.plain(word) for word in words]
    wording = features.wording(words)
    letters = [place for word in plains for place in features.letters(word)]
    meaning = list(map(features.place, features.meaning(plains, readings)))
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


def fit(x: csr_matrix, blind: csr_matrix, y: np.ndarray, weights: np.ndarray) -> LinearSVC:
    """One question, asked of each stretch with its phrases and without (`blind`). Rare answers count
    more, to a bound."""
    share = max(1e-9, float(weights[y].sum()) / float(weights.sum()))
    w = np.where(y, weights * min(6.0, 0.5 / share), weights)
    machine = LinearSVC(C=STRENGTH, tol=1e-3, random_state=SEED)
    both = np.concatenate([w * (1 - BLIND), w * BLIND])
    return machine.fit(vstack([x, blind]).tocsr(), np.concatenate([y, y]), sample_weight=both)


def curve(
    x: csr_matrix, blind: csr_matrix, y: np.ndarray, weights: np.ndarray, texts: np.ndarray
) -> tuple[float, float]:
    """Slope and place of the logistic curve from a machine's answer to log-odds. Stretches of one
    text (`texts` holds its number) are never on both sides."""
    answers = np.zeros(len(y))
    for part in range(PARTS):
        apart = texts % PARTS == part
        machine = fit(x[~apart], blind[~apart], y[~apart], weights[~apart])
        answers[apart] = machine.decision_function(x[apart])
    made = LogisticRegression(C=1e6).fit(answers[:, None], y, sample_weight=weights)
    return float(made.coef_[0][0]), float(made.intercept_[0])


STRENGTH = 0.2
PARTS = 3
BLIND = 0.3


Stretch = tuple[Row, int, int, int]
"""Of which text, from which word to which, and the text's number."""


def train(made: list[Row], say: Callable[[str], Any] = print) -> tuple[np.ndarray, np.ndarray]:
    """Weights by head and place, and biases. Twice: a long text of danger is first its whole, then
    the one stretch that speaks loudest; all stretches of a calm one are calm."""
    whole = [(row, 0, len(row.read.words.words), at) for at, row in enumerate(made)]
    first, _ = _once(whole, ("risk", "level2"), curved=False)
    stretches: list[Stretch] = []
    for row, _start, end, at in whole:
        parts = [(row, *part, at) for part in features.windows(row.read.words.words)]
        if len(parts) > 1 and row.known.get("level2", False):
            head = HEADS.index("risk" if row.known.get("risk") else "level2")
            parts = [max(parts, key=lambda part: _loudness(part, first[head]))]
        stretches += parts or [(row, 0, end, at)]
    say(f"{len(made)} texts, {len(stretches)} stretches")
    return _once(stretches, HEADS)


def _loudness(stretch: Stretch, coefficients: np.ndarray) -> float:
    row, start, end, _ = stretch
    return float(sum(coefficients[p] * x for p, x in vector(row.read, start, end).items()))


def _once(
    stretches: list[Stretch], heads: tuple[str, ...], *, curved: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    x = matrix([vector(row.read, *span) for row, *span, _ in stretches])
    blind = matrix([vector(row.read, *span, phrases=False) for row, *span, _ in stretches])
    coefficients = np.zeros((len(HEADS), features.BUCKETS))
    biases = np.zeros(len(HEADS))
    for number, head in ((HEADS.index(head), head) for head in heads):
        known = [at for at, (row, *_) in enumerate(stretches) if head in row.known]
        y = np.array([stretches[at][0].known[head] for at in known])
        weights = np.array([stretches[at][0].weight for at in known])
        model = fit(x[known], blind[known], y, weights)
        slope, place = 1.0, 0.0
        if curved:
            texts = np.array([stretches[at][3] for at in known])
            slope, place = curve(x[known], blind[known], y, weights, texts)
        coefficients[number] = slope * model.coef_[0]
        biases[number] = slope * model.intercept_[0] + place
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
