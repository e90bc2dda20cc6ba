"""Looking after groups when nobody does."""

from hearten.foundation.queue import app
from hearten.groups import actions
from hearten.groups.actions.danger import READER
from hearten.groups.actions.places import KEEPER


@app.periodic(cron="* * * * *")
@app.task(name="groups.bring_unanswered", queueing_lock="groups.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Introductions of possible risk that nobody turned to in time go to the people on duty."""
    actions.bring_unanswered(by=READER)


@app.periodic(cron="* * * * *")
@app.task(name="groups.tell_of_meetings", queueing_lock="groups.tell_of_meetings")
def tell_of_meetings(timestamp: int) -> None:
    """Everybody in a group is told that it meets soon, and that it begins."""
    actions.tell_of_meetings(by=KEEPER)


@app.periodic(cron="23 * * * *")
@app.task(name="groups.look_after", queueing_lock="groups.look_after")
def look_after(timestamp: int) -> None:
    """Quiet groups are asked who would host, then closed; free places go to who waits."""
    actions.look_after(by=KEEPER)
