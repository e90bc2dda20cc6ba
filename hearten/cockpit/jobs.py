"""Looking after meetings when nobody does."""

from hearten.cockpit import actions
from hearten.cockpit.actions.danger import READER
from hearten.cockpit.actions.holding import KEEPER
from hearten.foundation.queue import app


@app.periodic(cron="* * * * *")
@app.task(name="cockpit.bring_unanswered", queueing_lock="cockpit.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Words of possible risk that nobody turned to in time go to the people on duty."""
    actions.bring_unanswered(by=READER)


@app.periodic(cron="*/5 * * * *")
@app.task(name="cockpit.close_forgotten", queueing_lock="cockpit.close_forgotten")
def close_forgotten(timestamp: int) -> None:
    """Meetings that nobody closed are closed, with their note."""
    actions.close_forgotten(by=KEEPER)
