"""Looking after what nobody answered."""

from hearten.foundation.queue import app
from hearten.polls import actions


@app.periodic(cron="* * * * *")
@app.task(name="polls.bring_unanswered", queueing_lock="polls.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Polls of possible risk that nobody answered in time go to the people on duty."""
    actions.bring_unanswered(by=actions.READER)
