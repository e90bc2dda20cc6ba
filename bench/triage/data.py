"""The texts: the project's own corpus and functional cases, and the licensed sets beside it.

Sets of real people's texts are not in the repository; TRIAGE_DATA names their folder. What may be
used for what is in docs/safety/model-card.md.
"""

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "hearten" / "triage" / "corpus"
CASES = ROOT / "hearten" / "triage" / "tests" / "cases"
HELD_OUT = 8  # one text in eight of the corpus is never trained on
SELF = frozenset(
    {
        "suicide_ideation",
        "suicide_plan",
        "suicide_means",
        "suicide_timing",
        "suicide_past",
        "self_harm",
    }
)
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class Text:
    """A labelled text."""

    text: str
    level: int
    signals: frozenset[str]
    lang: str
    group: str

    @property
    def held_out(self) -> bool:
        """By the text itself, so that a text never changes sides."""
        return crc32(self.text.encode()) % HELD_OUT == 0

    @property
    def risk(self) -> bool:
        """Whether it is labelled a risk of suicide or self-harm (the writer's, nearly always)."""
        return self.level >= 2 and bool(self.signals & SELF)


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line and not line.startswith("#") and len(cells) == columns:
            yield cells


def _signals(cell: str) -> frozenset[str]:
    return frozenset(filter(None, (kind.strip() for kind in cell.split(",")))) - {"-"}


def corpus() -> list[Text]:
    """The texts written for this project."""
    return [
        Text(text, int(level), _signals(signals), path.parent.name, path.stem)
        for path in sorted(CORPUS.glob("*/*.tsv"))
        for level, signals, text in _rows(path, 3)
    ]


def cases() -> list[Text]:
    """The functional cases: never trained on."""
    return [
        Text(text, int(level), _signals(signals), path.stem, group)
        for path in sorted(CASES.glob("*.tsv"))
        for group, level, signals, text in _rows(path, 4)
    ]


def folder() -> Path | None:
    """The folder of the licensed sets, when there is one."""
    named = os.environ.get("TRIAGE_DATA", "")
    return Path(named) if named and Path(named).is_dir() else None


def table(name: str) -> list[dict[str, str]]:
    """A set in CSV."""
    home = folder()
    assert home is not None, "TRIAGE_DATA is not set"
    with (home / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def goemotions(part: str) -> list[tuple[str, frozenset[str]]]:
    """Comments with the names of their emotions."""
    home = folder()
    assert home is not None, "TRIAGE_DATA is not set"
    names = (home / "goemotions" / "data__original__labels.txt").read_text().split()
    path = home / "goemotions" / f"data__original__{part}.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], frozenset(names[int(n)] for n in row[1].split(","))) for row in rows]


def personal() -> list[dict[str, Any]]:
    """Synthetic sentences with the spans of personal data."""
    home = folder()
    assert home is not None, "TRIAGE_DATA is not set"
    made: list[dict[str, Any]] = json.loads(
        (home / "pii" / "data__synth_dataset_v2.json").read_text(encoding="utf-8")
    )
    return made


def tuning_half(person: str) -> bool:
    """People of cssrs500 by their name: this half was looked at (as numbers) while tuning, the
    other only at the end."""
    return crc32(person.rsplit("/", 1)[-1].encode()) % 2 == 0
