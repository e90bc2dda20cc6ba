"""Finding words in a text: any case, with or without accents, in any script."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# What one keyboard writes as another sign, and letters that Unicode does not take apart.
_ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ħ": "h", "ـ": ""}
_AROUND = 70
"""Characters an excerpt shows on each side of the first word found."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt, as it was written."""

    text: str
    found: bool


def words_of(query: str) -> tuple[str, ...]:
    """What is looked for: each word once, folded; empty for nothing to look for."""
    return tuple(dict.fromkeys(word for word in map(fold, query.split()) if word))


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether all of these words (from `words_of`) are somewhere in a text, also within longer ones:
    not every script divides words."""
    folded = fold(text)
    return all(word in folded for word in words)


def fold(text: str) -> str:
    """A text as it is compared: small letters without accents, vowel points and invisible signs."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold, text))


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(_ALIKE.get(one, one) for one in apart if not _is_dropped(one))
    return unicodedata.normalize("NFC", kept)


def _is_dropped(character: str) -> bool:
    """Accents and vowel points, by their class: not the signs without which Indic, Thai and Japanese
    words would be other words."""
    combining = unicodedata.combining(character)
    return 10 <= combining <= 36 or combining >= 200 or unicodedata.category(character) == "Cf"


def excerpt(text: str, words: tuple[str, ...]) -> list[Piece]:
    """What stands around the first of these words in a text that holds them, on one line, with all
    that is found there marked."""
    marked = _marked(text, words)
    first = marked.index(True) if True in marked else 0
    start, end = max(0, first - _AROUND), first + 2 * _AROUND
    # Not in the middle of a word, where there are words.
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    pieces = list(_pieces(text, marked, start, min(end, len(text))))
    before = [Piece("… ", found=False)] if start else []
    after = [Piece(" …", found=False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _marked(text: str, words: tuple[str, ...]) -> list[bool]:
    """Of each character, whether it belongs to a word that was looked for."""
    folded, places = _mapped(text)
    marked = [False] * len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            for place in range(places[at], places[at + len(word) - 1] + 1):
                marked[place] = True
            at = folded.find(word, at + len(word))
    return marked


def _mapped(text: str) -> tuple[str, list[int]]:
    """The folded text, and where each of its characters comes from."""
    made = [fold(character) for character in text]
    return "".join(made), [place for place, one in enumerate(made) for _ in one]


def _pieces(text: str, marked: list[bool], start: int, end: int) -> Iterator[Piece]:
    while start < end:
        upto = start
        while upto < end and marked[upto] == marked[start]:
            upto += 1
        yield Piece(" ".join(text[start:upto].split("\n")), found=marked[start])
        start = upto
