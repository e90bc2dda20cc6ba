"""The training texts and the functional cases: well formed, varied, and kept apart."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

from hearten.triage.rules import KINDS

CORPUS = Path(__file__).parents[1] / "corpus"
CASES = Path(__file__).parent / "cases"
LANGUAGES = ("en", "es")
SECTIONS = ("plain", "hard", "everyday")
SIGNALS = set(KINDS) - {"other_language"}
GROUPS = {
    "plain",
    "negation",
    "quote",
    "past",
    "third_person",
    "lyrics",
    "idiom",
    "obfuscation",
    "typo",
    "code_switch",
    "recovery",
    "fiction",
    "question_by_supporter",
    "long",
    "personal_data",
}
NEAR = 0.75  # share of words in common from which two texts are copies
FEWEST_WORDS = 4  # shorter texts share words by nature; only equal ones are copies


@dataclass(frozen=True)
class Line:
    where: str
    section: str
    group: str
    level: str
    signals: tuple[str, ...]
    text: str

    @cached_property
    def folded(self) -> tuple[str, ...]:
        plain = unicodedata.normalize("NFKD", self.text).casefold()
        kept = (c for c in plain if not unicodedata.combining(c))
        words = "".join(c if c.isalnum() else " " for c in kept).split()
        return tuple(words or self.text.split())  # a text of emoji alone has no words


def _read(path: Path, columns: int) -> Iterator[Line]:
    section = "plain"
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if raw.startswith("#"):
            section = raw[2:] if raw[2:] in SECTIONS else section
            continue
        fields = raw.split("\t")
        where = f"{path.parent.name}/{path.name}:{number}"
        assert len(fields) == columns, where
        group, level, signals, text = fields if columns == 4 else ["", *fields]
        yield Line(where, section, group, level, tuple(signals.split(",")), text)


@cache
def corpus(language: str) -> tuple[Line, ...]:
    files = sorted((CORPUS / language).glob("*.tsv"))
    return tuple(line for path in files for line in _read(path, columns=3))


@cache
def cases(language: str) -> tuple[Line, ...]:
    return tuple(_read(CASES / f"{language}.tsv", columns=4))


def copies(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Pairs of lines that are equal once folded, or share nearly all their words.

    Two sets of words that overlap by NEAR share a word among the rarest few of each; comparing
    only lines that do keeps this fast.
    """
    lines = tuple(lines)
    seen: dict[tuple[str, ...], Line] = {}
    by_word: dict[str, list[tuple[frozenset[str], Line]]] = {}
    often = Counter(word for line in lines for word in set(line.folded))
    found = []
    for line in lines:
        if line.folded in seen:
            found.append((seen[line.folded].where, line.where))
        seen[line.folded] = line
        words = frozenset(line.folded)
        if len(words) < FEWEST_WORDS:
            continue
        rarest = sorted(words, key=lambda word: (often[word], word))
        rarest = rarest[: len(words) - math.ceil(NEAR * len(words)) + 1]
        others = {
            other.where: (set_, other) for word in rarest for set_, other in by_word.get(word, [])
        }
        for set_, other in others.values():
            if line.folded != other.folded and len(words & set_) >= NEAR * len(words | set_):
                found.append((other.where, line.where))
        for word in rarest:
            by_word.setdefault(word, []).append((words, line))
    return found


def _malformed(line: Line) -> bool:
    signals = set(line.signals)
    return not (
        line.level in ("0", "1", "2", "3")
        and (signals == {"-"} or signals <= SIGNALS)
        and len(signals) == len(line.signals)
        and line.text == line.text.strip() != ""
        and unicodedata.normalize("NFC", line.text) == line.text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_well_formed(language: str) -> None:
    assert [line.where for line in corpus(language) + cases(language) if _malformed(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_risk_and_distress_have_a_reason(language: str) -> None:
    """Levels 1 to 3 say why; distress alone is not danger."""
    wrong = [
        line.where
        for line in corpus(language) + cases(language)
        if (line.level in "123" and line.signals == ("-",))
        or (line.level in "23" and line.signals == ("distress",))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_twice_nor_a_case_in_the_corpus(language: str) -> None:
    """Cases may resemble one another: contrast sets differ by a word."""
    known = {line.where for line in cases(language)}
    found = copies([*corpus(language), *cases(language)])
    assert [pair for pair in found if not known.issuperset(pair)] == []


def test_a_near_copy_is_found() -> None:
    def line(where: str, text: str) -> Line:
        return Line(where, "plain", "", "0", ("-",), text)

    assert copies(
        [
            line("a", "The kettle is on, come in."),
            line("b", "the KETTLE is on; come in"),
            line("c", "the kettle is on do come in"),
            line("d", "the bath is running"),
        ]
    ) == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize(("language", "least"), [("en", 2400), ("es", 1600)])
def test_the_corpus_is_large_and_mostly_hard_to_tell(language: str, least: int) -> None:
    lines = corpus(language)
    share = {name: n / len(lines) for name, n in Counter(x.section for x in lines).items()}
    assert len(lines) >= least
    assert share["hard"] >= 0.35
    assert share["everyday"] >= 0.20
    assert {x.level for x in lines if x.section == "everyday"} == {"0"}
    assert {x.level for x in lines if x.section == "hard"} == {"0", "1"}


@pytest.mark.parametrize(("language", "least"), [("en", 60), ("es", 40)])
def test_every_level_and_kind_is_told_often_enough(language: str, least: int) -> None:
    lines = corpus(language)
    levels = Counter(line.level for line in lines)
    kinds = Counter(kind for line in lines for kind in line.signals)
    assert [level for level in "0123" if levels[level] < 2 * least] == []
    assert sorted(kind for kind in SIGNALS if kinds[kind] < least) == []


@pytest.mark.parametrize(("language", "least"), [("en", 300), ("es", 160)])
def test_the_cases_cover_every_group(language: str, least: int) -> None:
    lines = cases(language)
    assert len(lines) >= least
    assert {line.group for line in lines} == GROUPS
