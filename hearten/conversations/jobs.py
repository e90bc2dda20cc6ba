"""Looking after what nobody answered, and what was kept long enough."""

from hearten.conversations import actions
from hearten.conversations.rules import conversation_id_of
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

READER = SystemActor("danger reader")
"""Who reads what was written for danger: the process *watch*, and the job below."""

FORGETTER = SystemActor("versions kept long enough")


@app.periodic(cron="* * * * *")
@app.task(name="conversations.bring_unanswered", queueing_lock="conversations.bring_unanswered")
def bring_unanswered(timestamp: int) -> None:
    """Texts of possible risk that nobody answered in time go to the people on duty."""
    actions.bring_unanswered(by=READER)


@app.periodic(cron="23 * * * *")
@app.task(name="conversations.forget_versions", queueing_lock="conversations.forget_versions")
def forget_versions(timestamp: int) -> None:
    """What was replaced or deleted a month ago is emptied."""
    actions.forget_versions(by=FORGETTER)


def read_for_danger(key: str) -> None:
    """What is new in the conversation that a topic's key names; for the watch."""
    conversation_id = conversation_id_of(key)
    if conversation_id is not None:
        actions.read_for_danger(conversation_id=conversation_id, by=READER)
