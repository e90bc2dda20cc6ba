"""Letters made plain before anything is looked for, and the way back to the text as given.

Case, accents, full-width and mathematical letters, Cyrillic and Greek look-alikes and curly quotes
become plain letters; what cannot be seen is dropped. Nearly always one letter stays one letter, so
the places stay the same and no map is kept.
"""

import unicodedata
from dataclasses import dataclass

_LOOKALIKES = dict(
    zip(
        "авсеһіјкмнорԛѕтухԝьАВСЕНІЈКМНОРЅТУХαβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧɑɡıƙʟøđłßæ‘’ʼ´`“”„«»″…–—‐‑‒",
        'abcehijkmhopqstyxwbabcehijkmhopstyxabeikvoptuxabehikmnoptyxagiklodlsa\'\'\'\'\'"""""".-----',
        strict=True,
    )
)


class _Table(dict[int, str]):
    """What each character becomes; worked out once per character."""

    def __init__(self, known: dict[int, str]) -> None:
        super().__init__(known)
        self.uneven: set[str] = set()
        """Characters that become none or several."""

    def __missing__(self, code: int) -> str:
        made = _plain(chr(code))
        if len(self) < 20_000:  # all letters of a person's language; never the whole of Unicode
            self[code] = made
        if len(made) != 1:
            self.uneven.add(chr(code))
        return made


def _plain(char: str) -> str:
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    category = unicodedata.category(char)
    if category in {"Mn", "Cf", "Me"} or char == "\ufe0f":
        return ""
    if category == "Zs":
        return " "
    if category == "Cc":
        return char if char in "\n\t\r" else " "
    apart = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in apart if unicodedata.category(c) != "Mn").lower()
    return "".join(_LOOKALIKES.get(c, c) for c in kept)


_TABLE = _Table({code: chr(code).lower() for code in range(32, 127)})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain letters. `places` gives each letter's place in the text as given, or None
    where nothing moved."""

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the text as given."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text in plain letters, with the way back."""
    if text.isascii():
        return Folded(text.lower(), None)
    plain = text.translate(_TABLE)
    if _TABLE.uneven.isdisjoint(text):
        return Folded(plain, None)
    places = tuple(at for at, char in enumerate(text) for _ in _TABLE[ord(char)])
    return Folded(plain, places)
