"""Identifiers that tell nothing and cannot be guessed."""

from uuid import UUID, uuid4


def new_id() -> UUID:
    """A random id (122 bits). Not time-ordered on purpose: an id must not tell when somebody joined."""
    return uuid4()
