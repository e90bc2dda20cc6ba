"""Where a page of a list ends. Opaque to whoever gets it, and nothing but an instant and a key in it."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cursor:
    """After what the next page begins: rows are in the order of an instant, and of their key where two
    have the same."""

    at: datetime
    key: UUID

    def __str__(self) -> str:
        said = json.dumps([self.at.isoformat(), self.key.hex], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def cursor_of(given: str) -> Cursor:
    """What `str` of a cursor made; ValueError for anything else."""
    try:
        said = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        at, key = datetime.fromisoformat(said[0]), UUID(said[1])
    except (
        binascii.Error,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
    ) as error:
        raise ValueError("no cursor of ours") from error
    if at.tzinfo is None or len(said) != 2:
        raise ValueError("no cursor of ours")
    return Cursor(at, key)
