"""A folded text as words with their places, disguises undone.

People hide words from filters: k1ll, k*ll, k i l l, kiiill, killmyself. A disguise is undone only
when a word of the lexicon comes out, so that a product code stays a product code.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from hearten.triage.rules import lists
from hearten.triage.rules.lexicon import STOP, shipped

_WORD = re.compile(
    r"[a-z0-9]+(?:'[a-z]+)*|[.!?;\n]+|[,:()\"—]|[^\W\d_]+|[^\s\w.!?;,:()\"'*#@/%&+=<>\[\]{}|\\$^~`_-]"
)
_MASKED = re.compile(
    r"[@$!*#_|+€.-](?:(?<=[a-z].)(?=[a-z*])|(?<!\S.)(?=[a-z]))|[0-9](?:(?<=[a-z].)|(?=[a-z]))|(?<=[a-z])\*"
)
_LEET = str.maketrans("013457@$!|+€68", "oieastasiitegb")
_LEET_L = str.maketrans("013457@$!|+€68", "oleastaslltegb")
_CHUNK = re.compile(r"[^\s,;:?()\"/]+")
_RUN = re.compile(r"(?<![a-z0-9'])[a-z](?:[\s.*_-]{1,3}[a-z]){2,}(?![a-z0-9'])")
_STOPS = ".!?;\n"
_PAUSES = frozenset(',:()"')
_REPEAT = re.compile(r"([a-z])\1{2,}")
# Words worth undoing a disguise for: what is only hidden when it is meant.
RUN_MOST = 80  # letters without a gap that are worth taking apart
CRITICAL = lists.words("critical")
_GLUE = lists.words("glue")


@dataclass(slots=True)
class Words:
    """Canonical words, the stretch of the folded text each stands for, and where a comma was."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    pauses: set[int]
    """Places of words that follow a comma, a bracket or a quotation mark."""

    def add(self, word: str, start: int, end: int) -> None:
        """One more word."""
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)


def split(text: str) -> Words:
    """The words of a folded text."""
    plain = _undisguised(text) if _MASKED.search(text) else text
    found = Words([], [], [], set())
    words, starts, ends, merged, alone = found.words, found.starts, found.ends, shipped().merged, 0
    for match in _WORD.finditer(plain):
        start, end = match.span()
        form = _form(match[0])
        if form is None:
            found.pauses.add(len(words))
            continue
        word, parts, letter = form
        alone += letter
        if word in merged and words and words[-1] in merged[word]:
            words[-1] = merged[word][words[-1]]
            ends[-1] = end
        elif parts:
            for part in parts:
                found.add(part, start, end)
        else:
            words.append(word)
            starts.append(start)
            ends.append(end)
    return _rejoined(found, plain) if alone > 2 else found


@lru_cache(maxsize=50_000)
def _form(token: str) -> tuple[str, tuple[str, ...], bool] | None:
    """A token's canonical word, the words it is taken apart into, if it is, and whether it is a
    letter by itself; None for a pause."""
    if token in _PAUSES:
        return None
    if token[0] in _STOPS:
        return STOP, (), False
    word = token.replace("'", "")
    word = shipped().spelling.get(word, word)
    if len(word) > 3 and word not in shipped().known:
        parts = _repaired(word)
        if parts != (word,):
            return word, parts, False
    return word, (), len(token) == 1 and "a" <= token <= "z"


def _rejoined(found: Words, text: str) -> Words:
    """The words with letters that stand apart (k i l l) made words, where they spell some."""
    runs = list(_spaced(text))
    if not runs:
        return found
    made = Words([], [], [], set())
    for at, word in enumerate([*found.words, ""]):
        start = found.starts[at] if word else len(text)
        while runs and runs[0][1] <= start:
            first, last, letters = runs.pop(0)
            for part in _segments(letters) or ():
                made.add(shipped().spelling.get(part, part), first, last)
        inside = bool(runs) and runs[0][0] <= start < runs[0][1]
        if word and not inside:
            if at in found.pauses:
                made.pauses.add(len(made.words))
            made.add(word, start, found.ends[at])
    return _merged(made)


def _merged(found: Words) -> Words:
    """Pairs such as "want to" made one word, after words were put together anew."""
    merged = shipped().merged
    made = Words([], [], [], found.pauses)
    for at, word in enumerate(found.words):
        pair = merged.get(word, {}).get(made.words[-1]) if made.words else None
        if pair:
            made.words[-1], made.ends[-1] = pair, found.ends[at]
        else:
            made.add(word, found.starts[at], found.ends[at])
    return made


def _repaired(word: str) -> tuple[str, ...]:
    """A word with letters stretched (kiiill) or words run together (killmyself)."""
    lexicon = shipped()
    if _REPEAT.search(word):
        short = _REPEAT.sub(r"\1", word)
        for form in (_REPEAT.sub(r"\1\1", word), short):
            if form in lexicon.known or form in lexicon.spelling:
                return (lexicon.spelling.get(form, form),)
        word = short
    if len(word) > 7 and word.isalpha() and word not in lexicon.known:
        parts = _segments(word)
        if parts:
            return tuple(_merged_parts(parts))
    return (word,)


def _merged_parts(parts: Sequence[str]) -> Iterator[str]:
    merged = shipped().merged
    waiting = ""
    for part in parts:
        pair = merged.get(part, {}).get(waiting)
        if pair:
            waiting = pair
            continue
        if waiting:
            yield waiting
        waiting = part
    yield waiting


def _spaced(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters with gaps between (k i l l) that spell words of the lexicon."""
    for match in _RUN.finditer(text):
        letters = "".join(c for c in match[0] if c.isalpha())
        if _segments(letters):
            yield match.start(), match.end(), letters


@lru_cache(maxsize=4096)
def _segments(letters: str) -> tuple[str, ...] | None:
    """The letters as critical words and small words between them, or None."""
    if len(letters) > RUN_MOST:
        return None
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 12), end):
            before, word = best[start], letters[start:end]
            if before is None or (word not in CRITICAL and word not in _GLUE):
                continue
            made = (*before, word)
            shortest = best[end]
            if shortest is None or len(made) < len(shortest):
                best[end] = made
    whole = best[len(letters)]
    return whole if whole and any(w in CRITICAL or len(w) > 3 for w in whole) else None


def _undisguised(text: str) -> str:
    """The text with k1ll and k*ll made kill; no letter moves."""
    pieces, at = [], 0
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        if chunk.isalpha() or not any(c.isalpha() for c in chunk):
            continue
        plain = _plain_word(chunk)
        if plain:
            pieces += [text[at : match.start()], plain]
            at = match.end()
    return "".join([*pieces, text[at:]])


def _plain_word(chunk: str) -> str | None:
    body = chunk.rstrip(".!?'")
    tail = " " * (len(chunk) - len(body))
    for table in (_LEET, _LEET_L):
        word = body.translate(table)
        if word != body and (word in CRITICAL or _short(word) in CRITICAL):
            return word + tail
        trimmed = body.rstrip("0123456789!").translate(table)
        if trimmed != body and trimmed in CRITICAL and not body.isalpha():
            return trimmed + " " * (len(chunk) - len(trimmed))
    if 3 <= len(body) <= 12 and any(c in "*#_-.+" for c in body):
        return _unmasked(body, tail)
    return None


def _short(word: str) -> str:
    return _REPEAT.sub(r"\1", word)


def _unmasked(body: str, tail: str) -> str | None:
    """k*ll: the one critical word of this length that fits; d.i.e: the letters without the dots."""
    letters = re.sub(r"[*#_.+-]", "", body)
    if letters in CRITICAL and re.fullmatch(r"\w(?:[*#_.+-]+\w)+|\w+(?:[*#_.+-]\w+)+", body):
        return letters + " " * (len(body) - len(letters)) + tail
    if not letters.isalpha() or len(letters) < 2 or ("*" not in body and "#" not in body):
        return None
    shape = re.compile(re.sub(r"[*#_.+-]", ".", body))
    fitting = [word for word in _by_length().get(len(body), ()) if shape.fullmatch(word)]
    return fitting[0] + tail if fitting else None


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    lengths = {len(word) for word in CRITICAL}
    return {n: tuple(sorted(w for w in CRITICAL if len(w) == n)) for n in lengths}
