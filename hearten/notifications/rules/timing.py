"""How long an attempt may take, when the next one comes, and what a letter may say."""

from datetime import timedelta

SEND_SECONDS = 8.0
"""No provider takes longer: shorter than the lease, so that no second process sends meanwhile."""
GIVEN_UP_AFTER_SECONDS = 12.0
"""One that does all the same is not waited for: others are sent, and the lease still holds."""
LEASE = timedelta(seconds=20)
_PAUSES = (2, 5, 10, 20, 40, 60, 60)
CODE_GOOD_FOR = timedelta(minutes=30)
CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=1)
CODES_A_DAY = 10
"""Texts with a code cost the programme money, whatever is added, taken away and added again."""
TESTS_A_DAY = 20
"""Of each kind, for the same reason."""
WAYS_MOST = 5
ANSWER_WITHIN = timedelta(hours=1)
"""No call lasts so long: a key pressed later was not pressed in it."""


def again_after(attempts: int) -> timedelta | None:
    """The pause after so many attempts that failed; None when it is enough."""
    return timedelta(seconds=_PAUSES[attempts - 1]) if attempts <= len(_PAUSES) else None
