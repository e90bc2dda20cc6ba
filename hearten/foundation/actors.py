"""Who does a thing. Every action takes `by`, and it is never None."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """A person with an account, or a named part of the system."""

    @property
    def actor_id(self) -> UUID | None:
        """The account's id; None for the system."""

    @property
    def actor_name(self) -> str:
        """Empty for a person (a pseudonym does not belong in the audit), the name for the system."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """Automation that acts by rule: say which one."""

    actor_name: str

    @property
    def actor_id(self) -> None:
        """The system has no account."""
        return None
