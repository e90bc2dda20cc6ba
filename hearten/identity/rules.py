"""How long details stay open, and when the person is told. Pure."""

from datetime import datetime, timedelta

OPEN_FOR = timedelta(minutes=60)
"""From the second person's yes: then it is shut by itself."""
ANSWER_WITHIN = timedelta(hours=24)
"""A request nobody answered by then asks for nothing any more."""
DELAY_DAYS_MOST = 30


def told_at(answered_at: datetime, delay_days: int | None) -> datetime:
    """When the person is told: as soon as it is shut again, or after the days of a documented
    danger."""
    shut = answered_at + OPEN_FOR
    if delay_days is None:
        return shut
    return max(shut, answered_at + timedelta(days=min(delay_days, DELAY_DAYS_MOST)))
