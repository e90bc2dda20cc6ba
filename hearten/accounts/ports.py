"""What accounts asks of the domains above it. config/wiring.py binds."""

from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


class OnSuspended(Protocol):
    """Somebody who must act when a person is suspended or neither is a member nor supports any more, in
    the same transaction."""

    def __call__(self, *, account_id: UUID, by: Actor) -> None:
        """End what the person had open so that nobody they were with is left stranded."""


class OnSupporterEnded(Protocol):
    """Somebody who must act when a person supports no more, in the same transaction."""

    def __call__(self, *, account_id: UUID, programme_id: UUID, by: Actor) -> None:
        """End what the person did as a supporter so that nobody they were with is left stranded."""


class CountSupported(Protocol):
    """Knows how many people somebody supports now."""

    def __call__(self, *, account_id: UUID, programme_id: UUID) -> int:
        """The members a supporter is with in a programme."""


_on_suspended: list[OnSuspended] = []


def bind_on_suspended(listener: OnSuspended) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_suspended:
        _on_suspended.append(listener)


def tell_suspended(*, account_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_suspended:
        listener(account_id=account_id, by=by)


_on_supporter_ended: list[OnSupporterEnded] = []


def bind_on_supporter_ended(listener: OnSupporterEnded) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_supporter_ended:
        _on_supporter_ended.append(listener)


def tell_supporter_ended(*, account_id: UUID, programme_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_supporter_ended:
        listener(account_id=account_id, programme_id=programme_id, by=by)


_count_supported: list[CountSupported] = []


def bind_count_supported(count: CountSupported) -> None:
    """Bind once, from config/wiring.py."""
    _count_supported[:] = [count]


def supported(*, account_id: UUID, programme_id: UUID) -> int:
    """How many people somebody supports now; none where nobody is bound to know."""
    return sum(
        count(account_id=account_id, programme_id=programme_id) for count in _count_supported
    )
