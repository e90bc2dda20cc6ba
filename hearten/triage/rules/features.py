"""What the linear model sees of a stretch of words, as places in a table of weights.

Words and pairs of words, the letters inside words (for misspellings), concepts and pairs of
concepts, and the phrases that the lexicon read. Features are hashed: the table holds numbers only,
no word anybody wrote.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from zlib import crc32

from hearten.triage.rules.context import Reading
from hearten.triage.rules.lexicon import NUMBER, STOP

BUCKETS = 1 << 16
MEANING = 0.25
"""What a meaning counts against a whole stretch of wording."""
WINDOW = 60  # words a window holds, ends of sentences included, before a new one begins


@cache
def concepts() -> dict[str, tuple[str, ...]]:
    """Word to what it is about. See hearten/triage/shipped/concepts.txt."""
    file = resources.files("hearten.triage") / "shipped" / "concepts.txt"
    found: dict[str, tuple[str, ...]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            name, words = line.split(":", 1)
            for word in dict.fromkeys(words.split()):
                found[word] = (*found.get(word, ()), name)
    return found


def place(feature: str) -> int:
    """Where in the table a feature is."""
    return crc32(feature.encode("utf-8", "replace")) % BUCKETS


def plain(word: str) -> str:
    """Numbers are all one word."""
    return NUMBER if word.isdigit() else word


@lru_cache(maxsize=50_000)
def letters(word: str) -> tuple[int, ...]:
    """The places of the letters inside a word, by threes and fours."""
    if not word.isalpha() or len(word) > 30:
        return ()
    framed = f"^{word}$"
    return tuple(
        place("c " + framed[at : at + size])
        for size in (3, 4)
        for at in range(len(framed) - size + 1)
    )


def windows(words: Sequence[str]) -> list[tuple[int, int]]:
    """A long text in stretches of whole sentences; a short one is a single stretch."""
    if len(words) <= WINDOW:
        return [(0, len(words))]
    made, start = [], 0
    for at, word in enumerate(words):
        long = at - start >= WINDOW
        if (word == STOP and at - start >= WINDOW // 2) or long:
            made.append((start, at + 1))
            start = at + 1
    if start < len(words):
        made.append((start, len(words)))
    return made


def wording(words: Sequence[str]) -> list[int]:
    """Words and pairs."""
    plains = [plain(word) for word in words]
    return [place("w " + word) for word in plains] + [
        place(f"b {first} {second}") for first, second in pairwise(plains)
    ]


def meaning(plains: Sequence[str], readings: Iterable[Reading]) -> set[str]:
    """Concepts, neighbours among them within a sentence, and readings; each once."""
    table = concepts()
    found: set[str] = set()
    before: tuple[str, ...] = ()
    for word in plains:
        names = table.get(word)
        if names is not None:
            found.update(_beside(before, names))
            before = names
        elif word == STOP:
            before = ()
    for one in readings:
        found.add(f"l {one.kind} {one.level} {one.own}")
        found.add(f"y {one.reasons[0]} {len(one.reasons)}")
    return found


@lru_cache(maxsize=20_000)
def _beside(before: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Concepts by themselves, and each beside those before."""
    alone = [f"k {name}" for name in names]
    return (*alone, *(f"kk {earlier} {name}" for name in names for earlier in before))
