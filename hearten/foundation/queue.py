"""Jobs: Procrastinate on the same PostgreSQL, enqueued in the business transaction.

A job is named, loads by id, makes one action call and is safe to repeat. Domains declare jobs in
their jobs.py with `@app.task(name="domain.verb", queueing_lock=…)`.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

__all__ = ["app", "enqueue"]


def enqueue(
    task: "Task[..., Any, ...]",
    *,
    once_as: str | None = None,
    at: datetime | None = None,
    **arguments: Any,
) -> None:
    """Enqueue in the present transaction: rolled back with it, never run before it commits.

    With `once_as`, a job of that name that still waits is enough and no second one is added.
    `at` is the earliest instant to run.
    """
    deferrer = task.configure(queueing_lock=once_as, schedule_at=at)
    try:
        # A savepoint: the unique violation of a second job must not break the business transaction.
        with transaction.atomic():
            deferrer.defer(**arguments)
    except AlreadyEnqueued:
        return
