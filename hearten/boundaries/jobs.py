"""Looking after load and rest: every minute, from what is stored."""

from hearten.accounts.models import Programme
from hearten.boundaries import actions
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

KEEPER = SystemActor("boundary keeper")
"""Who counts and relieves; the reading itself is done by the process *watch*."""


@app.periodic(cron="* * * * *")
@app.task(name="boundaries.look_after_exposure", queueing_lock="boundaries.look_after_exposure")
def look_after_exposure(timestamp: int) -> None:
    """Whoever did much crisis work is told, and rests."""
    for programme in Programme.objects.all():
        actions.look_after_exposure(programme=programme, by=KEEPER)


@app.periodic(cron="17 * * * *")
@app.task(name="boundaries.look_after", queueing_lock="boundaries.look_after")
def look_after(timestamp: int) -> None:
    """What lasts, and what has become quiet."""
    for programme in Programme.objects.all():
        actions.look_after(programme=programme, by=KEEPER)
