"""Outside the database: the file of tombstones, which no restored backup takes back."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from hearten.accounts.rules.erasing import Tombstone, WrongTombstoneError, from_line
from hearten.foundation import crypto

_PURPOSE = "erasure tombstone"


def keep_tombstone(stone: Tombstone) -> None:
    """Append a tombstone, and come back when it is on the disk."""
    path = Path(settings.ERASURES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = stone.as_line(crypto.signed(stone.said(), purpose=_PURPOSE))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        # A line feed before it too: a line that a crash cut off must not swallow this one.
        file.write(f"\n{line}\n")
        file.flush()
        os.fsync(file.fileno())


@dataclass(slots=True)
class Kept:
    """What the file holds."""

    stones: list[Tombstone] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    """Numbers of lines that are no tombstone, or that this installation did not sign."""


def read_tombstones(path: Path | None = None, *, trust: bool = False) -> Kept:
    """Every tombstone that is kept. With `trust`, also those whose signature does not hold: made
    with an installation key that is gone."""
    path = path or Path(settings.ERASURES_FILE)
    kept = Kept()
    if not path.exists():
        return kept
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            stone, signature = from_line(line)
        except WrongTombstoneError:
            kept.wrong.append(number)
            continue
        if trust or crypto.is_signed(stone.said(), signature, purpose=_PURPOSE):
            kept.stones.append(stone)
        else:
            kept.wrong.append(number)
    return kept
