"""Identifiers that tell nothing and cannot be guessed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from uuid import UUID, uuid4

_drawn: ContextVar[Random | None] = ContextVar("drawn_ids", default=None)


def new_id() -> UUID:
    """A random id (122 bits). Not time-ordered on purpose: an id must not tell when somebody joined."""
    source = _drawn.get()
    return uuid4() if source is None else UUID(int=source.getrandbits(128), version=4)


@contextmanager
def drawn_from(source: Random) -> Iterator[None]:
    """Draw ids from a seeded source, for a demo that is the same each time. Whoever knows the seed
    knows these ids: never for people."""
    token = _drawn.set(source)
    try:
        yield
    finally:
        _drawn.reset(token)
