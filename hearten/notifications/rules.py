"""How long an attempt may take, when the next one comes, and what a letter may say."""

from datetime import timedelta

SEND_SECONDS = 8.0
"""No provider takes longer: shorter than the lease, so that no second process sends meanwhile."""
LEASE = timedelta(seconds=20)
_PAUSES = (2, 5, 10, 20, 40, 60, 60)
CODE_GOOD_FOR = timedelta(minutes=30)
CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=1)
WAYS_MOST = 5


def again_after(attempts: int) -> timedelta | None:
    """The pause after so many attempts that failed; None when it is enough."""
    return timedelta(seconds=_PAUSES[attempts - 1]) if attempts <= len(_PAUSES) else None
