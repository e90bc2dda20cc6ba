"""Looking after what nobody answered."""

from hearten.forum import actions
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

READER = SystemActor("forum danger reader")


@app.periodic(cron="* * * * *")
@app.task(name="forum.bring_unanswered", queueing_lock="forum.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Posts of possible risk that nobody answered in time go to the people on duty."""
    actions.bring_unanswered(by=READER)
