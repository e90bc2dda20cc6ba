"""Postal addresses, found by walking over the tokens around each number.

A number alone is no address. It is one beside a word for a street, a unit or a box, after words that
announce an address, or in a line that is only names and numbers.
"""

import re
from collections.abc import Iterator

from hearten.triage.rules import lists

LONGEST = 14  # tokens an address is followed on
_TOKEN = re.compile(r"\w+(?:['’.-]\w+)*|\n|[^\w\s]")
_STREET = lists.words("streets")
# Street words that are everyday words too: they need a capital or words that announce an address.
_EVERYDAY = lists.words("everyday_streets")
_GLUED = tuple(lists.words("glued_streets"))
_UNIT = lists.words("units")
_EVERYDAY_UNIT = lists.words("everyday_units")
_CUES = [cue.replace("_", " ") for cue in lists.words("address_cues")]
_CUE = re.compile(
    rf"\b(?:{'|'.join(re.escape(cue) for cue in sorted(_CUES, key=len, reverse=True))})\b"
)
_COUNTS = frozenset({"$", "€", "£", "#"})
_NUMBER = re.compile(r"\d{1,5}[a-z]?")
_NOT_AFTER = lists.words("not_after_number")
_MILITARY = re.compile(r"\b[fad]po\s+a[aep]\b(?:\s+\d{5})?|\b(?:usns|uss|usnv|usnc|uscgc)\s\w+")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b|\b[a-z]\d[a-z]\s\d[a-z]\d\b")
_CORNER = re.compile(r"\bcorner of\b|\besquina de\b")


class _Line:
    """The tokens of a text, folded and as given."""

    def __init__(self, folded: str, given: str) -> None:
        self.tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(folded)]
        self.given = given
        self.cues = [match.end() for match in _CUE.finditer(folded)]
        self.skips = [match.end() for match in _CORNER.finditer(folded)]

    def word(self, at: int) -> str:
        return self.tokens[at][0].rstrip(".") if 0 <= at < len(self.tokens) else ""

    def capital(self, at: int) -> bool:
        start = self.tokens[at][1]
        return start < len(self.given) and self.given[start].isupper()

    def placelike(self, at: int) -> bool:
        """Whether a place can go on with this: a number, a unit, a name."""
        first = self.tokens[at][0][0]
        return first.isdigit() or self.word(at) in _UNIT or (first.isalpha() and self.capital(at))

    def announced(self, at: int) -> bool:
        """Whether a cue stands at most six tokens before."""
        start = self.tokens[at][1]
        back = self.tokens[max(0, at - 8)][1]
        return any(back <= cue <= start for cue in self.cues)

    def counted(self, at: int) -> bool:
        """Whether the number here is a price, a share, a count or a time, and so no house's."""
        if self.word(at - 1) in _COUNTS or self.word(at + 1) in _NOT_AFTER | {"%", ":", "/"}:
            return True
        return self.word(at - 1) == ":" and self.word(at - 2).isdigit()

    def ends(self, at: int) -> bool:
        """Whether a line or a sentence ends here; a short word's full stop (Av., St.) ends none."""
        sign = self.tokens[at][0] if 0 <= at < len(self.tokens) else "\n"
        return sign == "\n" or (sign == "." and self.word(at - 1) not in _STREET)

    def street(self, at: int) -> bool:
        word = self.word(at)
        if word in _STREET:
            return word not in _EVERYDAY or self.capital(at) or self.announced(at)
        return len(word) > 5 and word.endswith(_GLUED) and (self.capital(at) or self.announced(at))


def addresses(folded: str, given: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of addresses; `taken` are stretches that are phone numbers."""
    line = _Line(folded, given)
    done = 0
    for at, (token, start, end) in enumerate(line.tokens):
        if start < done or any(a < end and start < b for a, b in taken):
            continue
        found = None
        if _NUMBER.fullmatch(token):
            found = _around(line, at)
        elif line.skips and any(start - 2 <= skip <= start for skip in line.skips):
            found = (at, min(at + 8, len(line.tokens) - 1))
        elif line.street(at) and line.announced(at) and line.capital(at):
            found = (max(0, at - 2), at)
        if found:
            last = _extended(line, found[1])
            done = line.tokens[last][2]
            yield line.tokens[found[0]][1], done
    for pattern in (_MILITARY, _POSTCODE):
        for match in pattern.finditer(folded):
            if match.start() >= done or pattern is _MILITARY:
                yield match.start(), match.end()


def _around(line: _Line, at: int) -> tuple[int, int] | None:
    """First and last token of the address this number is part of, if it is."""
    for back in (1, 2):
        unit = line.word(at - back)
        if unit in _UNIT and (
            unit not in _EVERYDAY_UNIT or line.capital(at - back) or line.announced(at)
        ):
            return max(0, at - back), at
    if line.counted(at):
        return None
    street = _street_near(line, at)
    if street is not None:
        return min(street, at), max(street, at)
    if line.announced(at) and _named(line, at):
        return max(0, at - 1), at
    return _bare(line, at)


def _street_near(line: _Line, at: int) -> int | None:
    for step in (1, 2, 3, 4, 5):
        if line.word(at + step) in {"\n", "", "."}:
            break
        if step > 1 and line.street(at + step):
            return at + step
    for step in (1, 2, 3, 4, 5):
        if line.ends(at - step):
            break
        if line.street(at - step):
            return max(0, at - step)
    return None


def _named(line: _Line, at: int) -> bool:
    """Whether a name stands beside the number: an address, not a count of things."""
    lower = line.given.islower()
    beside = (near for near in (at - 1, at + 1) if 0 <= near < len(line.tokens))
    return any(line.tokens[near][0].isalpha() and (lower or line.capital(near)) for near in beside)


def _bare(line: _Line, at: int) -> tuple[int, int] | None:
    """A line of only names and numbers, as on an envelope: at least one name, at most six tokens."""
    first = last = at
    while first > 0 and at - first < 13 and line.tokens[first - 1][0] != "\n":
        first -= 1
    while last + 1 < len(line.tokens) and last - at < 13 and line.tokens[last + 1][0] != "\n":
        last += 1
    if (first == 0 and last == len(line.tokens) - 1) or last - first > 12:
        return None
    inside = range(first, last + 1)
    names = [k for k in inside if line.tokens[k][0][0].isalpha()]
    plain = all(
        line.tokens[k][0][0].isdigit() or line.tokens[k][0] in ",.->?" or line.capital(k)
        for k in inside
    )
    return (first, last) if names and plain else None


def _extended(line: _Line, at: int) -> int:
    """The last token of the place that follows: names, numbers, commas, new lines."""
    last = at
    for step in range(at + 1, min(at + 1 + LONGEST, len(line.tokens))):
        word = line.tokens[step][0]
        if line.placelike(step):
            last = step
        elif word not in ",\n.>()-" or word + line.word(step - 1) == "\n\n":
            break
    return last
