"""What matching asks of the domains above it. config/wiring.py binds."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


class Conversations(Protocol):
    """Gives a new pairing its place to talk."""

    def __call__(self, *, pairing_id: UUID, by: Actor) -> object:
        """Open the conversation of a pairing, in the present transaction; called twice, one opens."""


_open_conversation: list[Conversations] = []


def bind_conversations(opener: Conversations) -> None:
    """Bind once, from config/wiring.py."""
    _open_conversation[:] = [opener]


def open_conversation(*, pairing_id: UUID, by: Actor) -> None:
    """Open the pairing's conversation."""
    for opener in _open_conversation:
        opener(pairing_id=pairing_id, by=by)


class TalkAddress(Protocol):
    """Knows where the two of a pairing talk."""

    def __call__(self, pairing_id: UUID) -> str | None:
        """The page's address; None while there is none."""


_talk_address: list[TalkAddress] = []


def bind_talk_address(find: TalkAddress) -> None:
    """Bind once, from config/wiring.py."""
    _talk_address[:] = [find]


def talk_address(pairing_id: UUID) -> str | None:
    """The page where the two of a pairing talk."""
    return next((find(pairing_id) for find in _talk_address), None)


class KeptApart(Protocol):
    """Knows for whom a question would tell too much."""

    def __call__(self, *, member_ids: Collection[UUID]) -> Collection[tuple[UUID, UUID]]:
        """Pairs of a member and somebody who is not to be asked for them at the moment."""


_kept_apart: list[KeptApart] = []


def bind_kept_apart(know: KeptApart) -> None:
    """Bind once, from config/wiring.py."""
    _kept_apart[:] = [know]


def kept_apart(member_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Who is not to be asked for whom; nobody where nobody is bound to know."""
    return [pair for know in _kept_apart for pair in know(member_ids=member_ids)]


class Resting(Protocol):
    """Knows who has carried enough for now."""

    def __call__(self, *, programme_id: UUID) -> frozenset[UUID]:
        """The accounts to whom nobody new is suggested at the moment."""


_resting: list[Resting] = []


def bind_resting(know: Resting) -> None:
    """Bind once, from config/wiring.py."""
    _resting[:] = [know]


def resting(programme_id: UUID) -> frozenset[UUID]:
    """Who rests now; nobody where nobody is bound to know."""
    return frozenset().union(*(know(programme_id=programme_id) for know in _resting))
