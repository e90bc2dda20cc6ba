"""Asking for the queue to be looked at again, in the transaction that changed something."""

from datetime import datetime
from uuid import UUID

from hearten.foundation import queue

MATCH_WAITING = "matching.match_waiting"
"""The job's name: actions do not import jobs, which import them."""


def ask_for_sweep(programme_id: UUID, *, at: datetime | None = None) -> None:
    """Enqueue a look at the queue, now or at a time. Called last in an action.

    Everything the sweep does follows from stored state, so a job that is lost costs a minute at
    most: the periodic one comes by. A job for later has a name of its own, or it would stand for
    the one wanted now.
    """
    name = f"match:{programme_id}"
    queue.enqueue(
        queue.app.tasks[MATCH_WAITING],
        once_as=name if at is None else f"{name}@{at:%Y%m%dT%H%M%S.%f}",
        at=at,
        programme_id=str(programme_id),
    )
