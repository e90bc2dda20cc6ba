"""What accounts asks of the domains above it. config/wiring.py binds."""

from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


class OnSuspended(Protocol):
    """Somebody who must act when an account is suspended or ends, in the same transaction."""

    def __call__(self, *, account_id: UUID, by: Actor) -> None:
        """End what the person had open so that nobody they were with is left stranded."""


_on_suspended: list[OnSuspended] = []


def bind_on_suspended(listener: OnSuspended) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_suspended:
        _on_suspended.append(listener)


def tell_suspended(*, account_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_suspended:
        listener(account_id=account_id, by=by)
