"""What conduct asks of the domains above it: what a measure rests on. config/wiring.py binds."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from hearten.foundation.errors import NotPossible


class Ground(Protocol):
    """What a measure is about, such as a case: conduct knows only its kind and id."""

    def parties(self, ground_id: str) -> frozenset[UUID]:
        """Everybody who has a part in it and so judges nothing that rests on it."""

    def voices(self, ground_id: str) -> int:
        """How many people reported, independent of each other."""

    def is_at(self, ground_id: str, account_id: UUID) -> bool:
        """Whether this moderator works it now."""

    def opened_by(self, ground_id: str, account_id: UUID) -> bool:
        """Whether they have opened what was reported."""

    def known_as(self, ground_id: str) -> str:
        """The name under which the person is known there; empty where it is their pseudonym."""

    def address(self, ground_id: str) -> str:
        """Its page, for moderators."""


@dataclass(frozen=True, slots=True)
class Footing:
    """One ground, named."""

    kind: str
    id: str

    @property
    def ground(self) -> Ground:
        """Who knows about it. A measure without anybody who knows its ground cannot be judged."""
        found = _grounds.get(self.kind)
        if found is None:
            raise NotPossible("unknown ground", code="unknown_ground")
        return found


_grounds: dict[str, Ground] = {}


def bind_ground(kind: str, ground: Ground) -> None:
    """Bind once for each kind, from config/wiring.py."""
    _grounds[kind] = ground


class StillOpen(Protocol):
    """Knows what of theirs a suspended person can still open."""

    def __call__(self) -> tuple[str, str]:
        """What it is, in words, and its address."""


_still_open: list[StillOpen] = []


def bind_still_open(find: StillOpen) -> None:
    """Bind once, from config/wiring.py."""
    if find not in _still_open:
        _still_open.append(find)


def still_open() -> list[tuple[str, str]]:
    """What a suspended person can still open besides crisis help."""
    return [find() for find in _still_open]
