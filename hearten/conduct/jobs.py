"""What runs out ends, each minute; and at the door, where somebody comes back before the job did."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from hearten.conduct import actions, queries
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

CALENDAR = SystemActor("conduct calendar")
"""Who ends what has run out."""


@app.periodic(cron="* * * * *")
@app.task(name="conduct.end_what_is_over", queueing_lock="conduct.end_what_is_over")
def end_what_is_over(timestamp: int) -> None:
    """Pauses, restrictions, and pauses nobody agreed to in time."""
    actions.end_what_is_over(by=CALENDAR)


def page_at_the_door(*, account_id: UUID) -> str | None:
    """For accounts.ports.bind_at_the_door: what has run out ends first, by the stored time and not by
    when the job came by."""
    actions.end_what_is_over(account_id=account_id, by=CALENDAR)
    if not queries.keeping_out(account_id).exists():
        return None
    return reverse("conduct:mine")


class WarningFirst:
    """For accounts.ports.bind_read_first: a warning is read before anything else."""

    def waits(self, account: OuterRef) -> Exists:
        """Whether there is one."""
        return queries.warning_waits(account)

    def address(self, *, account_id: UUID) -> str | None:
        """Its page."""
        waiting = queries.to_read_first(account_id)
        return reverse("conduct:decision", args=[waiting]) if waiting else None
