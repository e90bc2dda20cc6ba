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


class OnRestored(Protocol):
    """Somebody who must know that a suspended person was let back in, in the same transaction."""

    def __call__(self, *, account_id: UUID, by: Actor) -> None:
        """Whatever kept the person out stands no more."""


_on_restored: list[OnRestored] = []


def bind_on_restored(listener: OnRestored) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_restored:
        _on_restored.append(listener)


def tell_restored(*, account_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_restored:
        listener(account_id=account_id, by=by)


class AtTheDoor(Protocol):
    """Knows what a suspended person may still see."""

    def __call__(self, *, account_id: UUID) -> str | None:
        """The page a suspended person is led to once they proved who they are; None where there is
        nothing to show. What keeps them out by a stored time that has passed ends here."""


_at_the_door: list[AtTheDoor] = []


def bind_at_the_door(find: AtTheDoor) -> None:
    """Bind once, from config/wiring.py."""
    _at_the_door[:] = [find]


def page_at_the_door(*, account_id: UUID) -> str | None:
    """Where a suspended person is led, if anywhere."""
    return next((find(account_id=account_id) for find in _at_the_door), None)


class ReadFirst(Protocol):
    """Knows what a person must read before they go on."""

    def __call__(self, *, account_id: UUID) -> str | None:
        """The page's address; None when there is nothing."""


_read_first: list[ReadFirst] = []


def bind_read_first(find: ReadFirst) -> None:
    """Bind once, from config/wiring.py."""
    _read_first[:] = [find]


def to_read_first(*, account_id: UUID) -> str | None:
    """Where a person is led before anything else, if anywhere."""
    return next((find(account_id=account_id) for find in _read_first), None)


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
