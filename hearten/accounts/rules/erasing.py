"""How an erasure goes, and the line that outlives a backup."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

COOLING_OFF = timedelta(hours=24)
"""From asking to erasing: a night to think again, and to find out that somebody else asked."""


class WrongTombstoneError(ValueError):
    """A line that is no tombstone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Says outside the database that somebody is to be erased in every copy of it."""

    account_id: UUID
    asked_at: datetime
    due_at: datetime
    key: str
    """The print of the account's key; empty when it had none."""

    def said(self) -> str:
        """What is signed."""
        return json.dumps(
            {
                "account": str(self.account_id),
                "asked": self.asked_at.isoformat(),
                "due": self.due_at.isoformat(),
                "key": self.key,
            }
        )

    def as_line(self, signature: str) -> str:
        """One line of JSON, with its signature."""
        return json.dumps({**json.loads(self.said()), "signed": signature})


def from_line(line: str) -> tuple[Tombstone, str]:
    """A tombstone and its signature, which is not looked at here; or WrongTombstoneError."""
    try:
        said = json.loads(line)
        stone = Tombstone(
            account_id=UUID(said["account"]),
            asked_at=datetime.fromisoformat(said["asked"]),
            due_at=datetime.fromisoformat(said["due"]),
            key=str(said["key"]),
        )
        return stone, str(said["signed"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongTombstoneError("this line is no tombstone") from error
