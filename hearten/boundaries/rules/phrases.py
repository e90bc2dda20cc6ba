"""Phrases about money, other places and closeness, read from the lists that ship beside this.

A line is one pattern of words as people say them; `a|b` either, `word?` or not, `~3` up to three words
between, `go_out` several words as one alternative, `.` the start of a sentence, `@name` a class
(`@app = whatsapp | signal`). A hit does not count where, up to CUE_REACH words before it, a word of
[cue] stands in the same sentence ("he asked") or one of [no] since the last comma ("I do not"), nor
where a pattern of [idiom] overlaps it. No gap holds a word of [no].
"""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from hearten.boundaries.rules.kinds import Kind
from hearten.triage.rules.folding import fold

VERSION = "2026.11"
"""Raise it with every change of the lists."""
LANGUAGES = ("en", "es")
CUE_REACH = 6
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+(?:'[a-z]+)*|[.!?;\n]+|[,:£$€]")
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"")
_SIGNS = dict.fromkeys("£$€", "money")
_TOGETHER = {
    ("i", "am"): "im",
    ("i", "have"): "ive",
    ("i", "will"): "ill",
    ("i", "would"): "id",
    ("let", "us"): "lets",
    ("you", "are"): "youre",
    ("do", "not"): "dont",
    ("can", "not"): "cannot",
}
"""Said apart or together, it is one word here."""
_NUMBER = r"\d+(?:[.,]\d+)?"


class _Lists(NamedTuple):
    kinds: dict[Kind, re.Pattern[str]]
    idiom: re.Pattern[str]
    cues: frozenset[str]
    noes: frozenset[str]


class _Line(NamedTuple):
    """Plain words with one blank between, a dot before every sentence; and where commas were."""

    words: str
    pauses: tuple[int, ...]


def kinds_said(text: str) -> frozenset[Kind]:
    """The kinds a text speaks of in its writer's own name."""
    line = _plain(text)
    found: set[Kind] = set()
    for lists in map(_lists, LANGUAGES):
        idioms = [match.span() for match in lists.idiom.finditer(line.words)]
        for kind, pattern in lists.kinds.items():
            hits = (match.span() for match in pattern.finditer(line.words))
            if kind not in found and any(_counts(line, hit, idioms, lists) for hit in hits):
                found.add(kind)
    return frozenset(found)


def _plain(text: str) -> _Line:
    """Without what is quoted: somebody else said it."""
    words, length, pauses = [" ."], 2, []
    for piece in _TOKEN.findall(_QUOTED.sub(" ", fold(text).text)):
        if piece in ",:":
            pauses.append(length)
            continue
        word = "." if piece[0] in ".!?;\n" else _SIGNS.get(piece, piece.replace("'", ""))
        if together := _TOGETHER.get((words[-1], word)):
            length -= len(words[-1]) + 1
            words.pop()
            word = together
        words.append(word)
        length += len(word) + 1
    return _Line(f"{' '.join(words)} ", tuple(pauses))


_Span = tuple[int, int]


def _counts(line: _Line, hit: _Span, idioms: list[_Span], lists: _Lists) -> bool:
    start, end = hit
    if any(first < end and start < last for first, last in idioms):
        return False
    if line.words.startswith(" . ", start):
        start += 2
    sentence = line.words.rfind(" . ", 0, start + 1) + 2
    clause = max((pause for pause in line.pauses if pause <= start), default=0)
    before = line.words[sentence:start].split()[-CUE_REACH:]
    near = line.words[max(sentence, clause) : start].split()[-CUE_REACH:]
    return lists.cues.isdisjoint(before) and lists.noes.isdisjoint(near)


@cache
def _lists(language: str) -> _Lists:
    file = resources.files("hearten.boundaries") / "shipped" / f"phrases.{language}.txt"
    classes: dict[str, str] = {}
    patterns: dict[str, list[str]] = {}
    heading = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line.startswith("@") and " = " in line:
            name, words = line.split(" = ")
            classes[name] = words
        elif line and not line.startswith("#"):
            patterns.setdefault(heading, []).append(line)
    cues, noes = (
        frozenset(word for line in patterns.pop(name) for word in line.split())
        for name in ("cue", "no")
    )
    gap = f"(?: (?!(?:{'|'.join(sorted(noes))}) )[a-z0-9][a-z0-9,.]*)"
    made = {name: _compiled(lines, classes, gap) for name, lines in patterns.items()}
    idiom = made.pop("idiom")
    return _Lists({Kind(name): one for name, one in made.items()}, idiom, cues, noes)


def _compiled(lines: list[str], classes: dict[str, str], gap: str) -> re.Pattern[str]:
    """One pattern for all lines. It begins at a blank and is bounded: each word at most once, gaps
    of a few words."""
    whole = "|".join("".join(_part(part, classes, gap) for part in line.split()) for line in lines)
    return re.compile(f"(?:{whole})(?= )")


def _part(part: str, classes: dict[str, str], gap: str) -> str:
    if part.startswith("~"):
        return f"{gap}{{0,{int(part[1:])}}}?"
    optional = part.endswith("?")
    alternatives = []
    for one in part.removesuffix("?").split("|"):
        alternatives += classes[one].split("|") if one.startswith("@") else [one]
    words = "|".join(_word(one) for one in alternatives)
    return f"(?: (?:{words}))" + ("?" if optional else "")


def _word(word: str) -> str:
    return " ".join(_NUMBER if part == "#" else re.escape(part) for part in word.split("_"))
