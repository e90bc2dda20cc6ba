"""What runs by itself."""

from django.conf import settings

from hearten.accounts import actions
from hearten.foundation.queue import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="accounts.forget_expired", queueing_lock="accounts.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Delete ended sessions and throttle entries past their window."""
    actions.forget_expired(throttle_table=str(settings.CACHES["default"]["LOCATION"]))
