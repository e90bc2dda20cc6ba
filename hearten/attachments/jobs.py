"""What was never sent goes by itself."""

from hearten.attachments import actions
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

FORGETTER = SystemActor("uploads never sent")


@app.periodic(cron="41 * * * *")
@app.task(name="attachments.forget_unsent", queueing_lock="attachments.forget_unsent")
def forget_unsent(timestamp: int) -> None:
    """Delete uploads that waited too long for their message."""
    actions.forget_unsent(by=FORGETTER)
