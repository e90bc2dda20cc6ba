"""Looking after a thread: how many are pinned, and how slow one is."""

from datetime import datetime, timedelta

PINNED_MOST = 3
"""Pinned threads of a space: more than that nobody reads."""
SPLIT_MOST = 50
"""Posts split off at once."""
SLOW_MOST = 24 * 60
"""Minutes between two posts of one person in a slow thread, at most."""


def slow_until(last: datetime | None, minutes: int | None, now: datetime) -> datetime | None:
    """When somebody whose last post in a thread was written at `last` may write there again; None:
    now. `minutes` is how slow the thread is, None for one that is not."""
    if last is None or minutes is None:
        return None
    until = last + timedelta(minutes=minutes)
    return until if until > now else None
