"""A text read by the rules alone: what the linear model is given and what the verdict is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from hearten.triage.rules.context import DENIED, PAST, QUOTED, Reading, Scene
from hearten.triage.rules.folding import Folded, fold
from hearten.triage.rules.lexicon import Found, Phrase, shipped
from hearten.triage.rules.words import Words, split

_TURNED = {DENIED: "<denied>", QUOTED: "<quoted>", PAST: "<past>"}
SAME_MOST = 60
TURNS = frozenset(_TURNED)
LONGEST = 20_000  # code points that are read; of a longer text the beginning and the end


@dataclass(frozen=True, slots=True)
class Read:
    """The words of a text and the phrases in them."""

    folded: Folded
    words: Words
    readings: list[Reading]
    heard: list[str]
    """The words as the linear model gets them: what an idiom is part of, what is denied, quoted or
    long past is not heard as words but as that. The rules have the last say on it."""

    def within(self, start: int, end: int) -> list[Reading]:
        """The readings of a stretch of words."""
        return [one for one in self.readings if start <= one.start < end]


def read(text: str) -> Read:
    """Fold, split, search, and weigh by the context."""
    folded = fold(text)
    words = split(folded.text)
    found = _bounded(shipped().search(words.words))
    if not found:
        return Read(folded, words, [], words.words)
    scene = Scene(words, found, shipped())
    readings = strongest(scene.readings(found))
    return Read(folded, words, readings, _heard(words.words, scene, readings))


def _bounded(found: Sequence[Found]) -> list[Found]:
    """What was found, each heading so often at most: more of the same tells nothing new, and a text
    of one phrase ten thousand times would take minutes."""
    seen: dict[Phrase, int] = {}
    kept = []
    for one in found:
        seen[one.phrase] = seen.get(one.phrase, 0) + 1
        if seen[one.phrase] <= SAME_MOST:
            kept.append(one)
    return kept


def _heard(words: Sequence[str], scene: Scene, readings: Sequence[Reading]) -> list[str]:
    heard = list(words)
    for idiom in scene.idioms:
        heard[idiom.start : idiom.end] = ["<idiom>"] * (idiom.end - idiom.start)
    for one in readings:
        turned = [word for reason, word in _TURNED.items() if reason in one.reasons]
        if turned:
            heard[one.start : one.end] = turned[:1] * (one.end - one.start)
    return heard


def strongest(readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each kind and stretch: where they overlap the strongest, then the longest."""
    ranked = sorted(readings, key=lambda r: (-r.level, -r.weight, r.start - r.end, r.start))
    kept: list[Reading] = []
    taken: dict[str, set[int]] = {}
    for one in ranked:
        places, mine = taken.setdefault(one.kind, set()), range(one.start, one.end)
        if places.isdisjoint(mine):
            places.update(mine)
            kept.append(one)
    return kept
