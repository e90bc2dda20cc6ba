"""What runs by itself."""

from django.conf import settings

from hearten.accounts import actions
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app

ERASURE = SystemActor("erasure")
"""Who erases, when a person's time to think again is over."""


@app.periodic(cron="*/5 * * * *")
@app.task(name="accounts.erase_due", queueing_lock="accounts.erase_due")
def erase_due(timestamp: int) -> None:
    """Erase who asked for it a day ago, and take what was kept back and may go now."""
    actions.erase_due(by=ERASURE)
    actions.finish_erasures(by=ERASURE)


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.forget_expired", queueing_lock="accounts.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Delete ended sessions and throttle entries past their window."""
    actions.forget_expired(throttle_table=str(settings.CACHES["default"]["LOCATION"]))
