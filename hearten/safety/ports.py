"""What safety asks of the domains above it. config/wiring.py binds."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID


class HaveTalked(Protocol):
    """Knows who talked with whom."""

    def __call__(self, *, account_id: UUID, among: Collection[UUID]) -> frozenset[UUID]:
        """Those of `among` who ever wrote in a conversation with this person, or they with them."""


_have_talked: list[HaveTalked] = []


def bind_have_talked(find: HaveTalked) -> None:
    """Bind once, from config/wiring.py."""
    _have_talked[:] = [find]


def have_talked(*, account_id: UUID, among: Collection[UUID]) -> frozenset[UUID]:
    """Who talked with this person; everybody where nobody is bound to know, so that not knowing
    counts against nobody."""
    for find in _have_talked:
        return find(account_id=account_id, among=among)
    return frozenset(among)
