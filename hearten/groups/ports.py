"""What groups ask of the domains above them. config/wiring.py binds."""

from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


class OnGone(Protocol):
    """Somebody who must act when a person is in a group no more, in the same transaction."""

    def __call__(self, *, seat_id: UUID, by: Actor) -> None:
        """End what the seat had open. Called again it changes nothing."""


_on_gone: list[OnGone] = []


def bind_on_gone(listener: OnGone) -> None:
    """Bind once, from config/wiring.py."""
    _on_gone[:] = [listener]


def tell_gone(*, seat_id: UUID, by: Actor) -> None:
    """Call who is bound, in the present transaction."""
    for listener in _on_gone:
        listener(seat_id=seat_id, by=by)


class MeetingAddress(Protocol):
    """Knows where a group meets."""

    def __call__(self, group_id: UUID) -> str:
        """The page's address."""


_meeting_address: list[MeetingAddress] = []


def bind_meeting_address(find: MeetingAddress) -> None:
    """Bind once, from config/wiring.py."""
    _meeting_address[:] = [find]


def meeting_address(group_id: UUID) -> str | None:
    """The page where the group meets; None where nobody is bound to know."""
    return next((find(group_id) for find in _meeting_address), None)
