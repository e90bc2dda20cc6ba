"""When a webhook is told again, and when it is enough."""

from datetime import timedelta

_PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
SEND_SECONDS = 8.0
"""No receiver takes longer."""
GIVEN_UP_AFTER_SECONDS = 12.0
"""One that does all the same, byte by byte, is not waited for."""
LEASE = timedelta(seconds=30)
"""Longer than both: nobody else sends meanwhile."""
OFF_AFTER = 3
"""So many given up in a row, and a webhook is switched off."""
OLD_SECRET_GOOD_FOR = timedelta(days=1)
KEPT = timedelta(days=30)
"""How long what became of a delivery stands in the log."""
WEBHOOKS_MOST = 10
"""In a programme."""
ADDRESS_MOST = 500
GONE = 410
"""A receiver that says so is told nothing more."""


def again_after(attempts: int) -> timedelta | None:
    """The pause after so many attempts that failed; None when it is enough."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


def is_taken(status: int) -> bool:
    """Whether a receiver's status says that it has it. A redirect does not."""
    return 200 <= status < 300
