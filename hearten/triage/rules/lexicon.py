"""The curated phrases: read from the files that ship, grown into a trie of words.

A pattern is a line of elements: a word, alternatives (kill|end), a class of alternatives (@kill),
an optional element (word?), a gap of at most n words (~n), any number (#). An alternative of several
words is written with underscores. docs/concepts/triage.md is the guide for who edits them.
"""

import gc
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from hearten.triage.rules import lists

FILES = ("lexicon.en.txt", "idioms.en.txt", "lexicon.es.txt", "idioms.es.txt")
IDIOM = "idiom"
STOP = "."  # what ends a sentence, as a word that no pattern holds
NUMBER = "#"
_HEADING = re.compile(r"\[(\S+) (\d) ([\d.]+)(?: ([a-z]+))?\] (.+)")
_CUE = re.compile(r"\[(cue:\w+)\]")
_NEGATORS = lists.words("negators")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """What a pattern means when it is found."""

    kind: str
    level: int
    weight: float
    flags: str
    """s: surely the writer's own; n: holds its own negation; others: about others (see context)."""
    why: str


class Node:
    """A place in the trie. What leads on from it is laid out by word at the first visit: most
    places are never visited, and the command has to start quickly. Where a word leads to several
    places, these become one, so that a search mostly follows a single path."""

    __slots__ = ("gaps", "phrases", "reach", "steps", "widest", "words")

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self.steps: dict[tuple[int, frozenset[str]], list[Node]] = {}
        self.words: Ways | None = None
        self.gaps: list[tuple[int, Ways]] = []
        self.widest = 0
        self.reach: frozenset[str] = frozenset()
        """Every word that leads on, at once or over the widest gap: where none of the next words is
        among them, nothing needs to be followed."""

    def step(self, gap: int, choice: frozenset[str]) -> "Node":
        """The node behind this gap and choice of words, made at first need."""
        children = self.steps.get((gap, choice))
        if children is None:
            children = self.steps[gap, choice] = [Node()]
        return children[0]

    def lay_out(self) -> "Ways":
        """The nodes by next word; those behind a gap go to `gaps`."""
        by_gap: dict[int, Ways] = {0: {}}
        for (gap, choice), children in self.steps.items():
            words = by_gap.setdefault(gap, {})
            for word in choice:
                words.setdefault(word, []).extend(children)
        self.words = by_gap.pop(0)
        self.gaps = list(by_gap.items())
        self.widest = 1 + max(by_gap, default=0)
        self.reach = frozenset(self.words).union(*by_gap.values())
        return self.words


Ways = dict[str, list[Node]]
"""Next word to the node behind it: a list of one, after several were united."""


def _only(ways: Ways, word: str) -> Node:
    nodes = ways[word]
    if len(nodes) > 1:
        united = Node()
        for node in nodes:
            united.phrases += [phrase for phrase in node.phrases if phrase not in united.phrases]
            for step, children in node.steps.items():
                united.steps.setdefault(step, []).extend(children)
        nodes = ways[word] = [united]
    return nodes[0]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at words[start:end]."""

    phrase: Phrase
    start: int
    end: int


@dataclass(slots=True)
class Lexicon:
    """All phrases, the spellings and the cue words."""

    root: Node = field(default_factory=Node)
    spelling: dict[str, str] = field(default_factory=dict)
    merged: dict[str, dict[str, str]] = field(default_factory=dict)
    """Second word to first word to the one word both become."""
    cues: dict[str, set[str]] = field(default_factory=dict)
    """Single cue words by word: what they are cues of."""
    known: set[str] = field(default_factory=set)
    """Every word that a pattern holds."""

    def search(self, words: Sequence[str]) -> list[Found]:
        """Every phrase in these words."""
        found: list[Found] = []
        top = self.root.words or self.root.lay_out()
        counted = any(map(str.isdigit, words))
        for start, word in enumerate(words):
            if word in top:
                node = _only(top, word)
                if node.words is None:
                    node.lay_out()
                leads = counted or not node.reach.isdisjoint(
                    words[start + 1 : start + 1 + node.widest]
                )
                if leads or node.phrases:
                    _walk(node, words, start, found, counted)
            elif counted and word.isdigit() and NUMBER in top:
                _walk(_only(top, NUMBER), words, start, found, counted)
        return found


def _walk(node: Node, words: Sequence[str], start: int, found: list[Found], counted: bool) -> None:
    """Every way on from a node. `counted`: whether a number is among the words, which may be meant by
    a pattern's # and so is not seen in `reach`."""
    size, at = len(words), start + 1
    stack: list[tuple[Node, int]] = []
    while True:
        if node.phrases:
            found += [Found(phrase, start, at) for phrase in node.phrases]
        if at < size:
            follow = node.words
            if follow is None:
                follow = node.lay_out()
            if counted or not node.reach.isdisjoint(words[at : at + node.widest]):
                word = words[at]
                if word in follow:
                    stack.append((_only(follow, word), at + 1))
                if counted and NUMBER in follow and word.isdigit():
                    stack.append((_only(follow, NUMBER), at + 1))
                if node.gaps:
                    stack += _over_gaps(node, words, at)
        if not stack:
            return
        node, at = stack.pop()


def _over_gaps(node: Node, words: Sequence[str], at: int) -> Iterator[tuple[Node, int]]:
    """Where the words behind a gap lead; no gap goes over the end of a sentence."""
    for most, behind in node.gaps:
        for place in range(at, min(at + most + 1, len(words))):
            word = words[place]
            if word in behind:
                yield _only(behind, word), place + 1
            elif word == STOP:
                break


class _Reader:
    """Reads the files in order; a class may be used after it was written."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.classes: dict[str, str] = {}
        self.heading: Phrase | None = None
        self.elements: dict[str, int | list[list[frozenset[str]]]] = {}

    def line(self, line: str) -> None:
        """Take one line of a file."""
        sign = line[0]
        if sign == "=":
            canonical, variants = line[1:].split(" : ")
            for variant in variants.split():
                self.lexicon.spelling[variant.replace("'", "")] = canonical.strip()
        elif sign == "&":
            canonical, pair = line[1:].split(" = ")
            first, second = pair.split()
            self.lexicon.merged.setdefault(second, {})[first] = canonical.strip()
        elif sign == "@" and " = " in line:
            name, words = line.split(" = ", 1)
            self.classes[name] = words.replace(" ", "")
        elif sign == "[":
            self._head(line)
        else:
            self._pattern(line)

    def _head(self, line: str) -> None:
        cue = _CUE.match(line)
        if cue:
            self.heading = self.negated = Phrase(cue[1], 0, 0.0, "x", "")
            return
        match = _HEADING.fullmatch(line)
        if match is None:
            raise ValueError(f"not a heading: {line}")
        kind, level, weight, flags, why = match.groups("")
        self.heading = Phrase(kind, int(level), float(weight), flags, why)
        self.negated = replace(self.heading, flags=flags + "n")

    def _pattern(self, line: str) -> None:
        assert self.heading is not None, line  # noqa: S101
        heading = self.heading
        if heading.kind.startswith("cue:") and " " not in line:
            for word in self._choices(line):
                if "_" not in word:
                    self.lexicon.cues.setdefault(self._spelled(word), set()).add(heading.kind[4:])
            return
        for part in line.split():
            if part not in self.elements:
                self.elements[part] = self._element(part)
        for steps in _ways([self.elements[part] for part in line.split()]):
            self._grow(heading, steps)

    def _grow(self, heading: Phrase, steps: list[tuple[int, frozenset[str]]]) -> None:
        node = self.lexicon.root
        negated = "n" in heading.flags
        for gap, choice in steps:
            node = node.step(gap, choice)
            negated = negated or not choice.isdisjoint(_NEGATORS)
        phrase = self.negated if negated else heading
        if phrase not in node.phrases:
            node.phrases.append(phrase)

    def _choices(self, part: str) -> list[str]:
        choices: list[str] = []
        for choice in part.split("|"):
            if choice.startswith("@"):
                choices += self._choices(self.classes[choice])
            elif choice:
                choices.append(choice)
        return choices

    def _spelled(self, word: str) -> str:
        return self.lexicon.spelling.get(word, word)

    def _element(self, part: str) -> "int | list[list[frozenset[str]]]":
        """A gap, or the ways to say this element: each a row of word sets; optional has an empty."""
        if part.startswith("~"):
            return int(part[1:])
        choices = self._choices(part.removesuffix("?"))
        single = frozenset(self._spelled(c) for c in choices if "_" not in c)
        ways = [[single]] if single else []
        ways += [[frozenset({w}) for w in self._joined(c)] for c in choices if "_" in c]
        for way in ways:
            self.lexicon.known.update(*way)
        return [*ways, []] if part.endswith("?") else ways

    def _joined(self, choice: str) -> list[str]:
        words: list[str] = []
        for word in choice.split("_"):
            word = self._spelled(word)
            first = words[-1] if words else ""
            merged = self.lexicon.merged.get(word, {}).get(first)
            if merged:
                words[-1] = merged
            else:
                words.append(word)
        return words


def _ways(
    elements: "Sequence[int | list[list[frozenset[str]]]]", gap: int = 0
) -> Iterator[list[tuple[int, frozenset[str]]]]:
    """Every way through the elements, each step with the gap before it."""
    if not elements:
        yield []
        return
    first, rest = elements[0], elements[1:]
    if isinstance(first, int):
        yield from _ways(rest, first)
        return
    for way in first:
        if not way:
            yield from _ways(rest, gap)
            continue
        head = [(gap, way[0]), *((0, choice) for choice in way[1:])]
        for tail in _ways(rest):
            yield [*head, *tail]


def _lines() -> Iterator[str]:
    folder = resources.files("hearten.triage") / "shipped"
    for name in FILES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("# "):
                yield line.strip()


def reasons() -> frozenset[str]:
    """What the headings say of their phrases."""
    headings = filter(None, map(_HEADING.fullmatch, _lines()))
    return frozenset(heading[5] for heading in headings if heading[1] != IDIOM)


@cache
def shipped() -> Lexicon:
    """The phrases in this package. See hearten/triage/shipped/ATTRIBUTION.md."""
    reader = _Reader()
    collecting = gc.isenabled()
    gc.disable()  # thousands of small objects that all stay: looking for garbage doubles the time
    for line in _lines():
        reader.line(line)
    _learn_slips(reader.lexicon)
    if collecting:
        gc.enable()
    return reader.lexicon


def _learn_slips(lexicon: Lexicon) -> None:
    """Slips of the finger on words that matter, as spellings; never what is a word by itself."""
    words = {*lexicon.known, *(word for name in lists.names("") for word in lists.words(name))}
    for word in sorted(lists.words("often_mistyped")):
        for slip in _slips(word):
            if slip not in words:
                lexicon.spelling.setdefault(slip, lexicon.spelling.get(word, word))


def _slips(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if len(word) >= 6:
        for at in range(1, len(word)):
            yield word[:at] + word[at + 1 :]
