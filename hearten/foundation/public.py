"""What everybody may know, passed on to whoever listens: the port that several domains speak upward through.
config/wiring.py binds."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


class OnPublic(Protocol):
    """Somebody who passes on what everybody may know, in the same transaction."""

    def __call__(
        self, *, kind: str, programme_id: UUID, cause: str, facts: Mapping[str, str], by: Actor
    ) -> None:
        """Something of this kind happened. `facts` are ids and times, never words or people; the
        same cause again is the same happening."""


_on_public: list[OnPublic] = []


def bind(listener: OnPublic) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_public:
        _on_public.append(listener)


def tell(*, kind: str, programme_id: UUID, cause: str, facts: Mapping[str, str], by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_public:
        listener(kind=kind, programme_id=programme_id, cause=cause, facts=facts, by=by)
