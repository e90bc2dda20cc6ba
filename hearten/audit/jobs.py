"""What runs by itself: sealing the record."""

from hearten.audit import actions
from hearten.foundation.queue import app


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal what was recorded in the last minute."""
    actions.seal_events()


@app.periodic(cron="23 * * * *")
@app.task(name="audit.seal_everything", queueing_lock="audit.seal_everything")
def seal_everything(timestamp: int) -> None:
    """Look through the whole record for what was committed very late."""
    actions.seal_events(everything=True)
