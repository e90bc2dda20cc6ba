"""Moving alerts on: right away, every few seconds, and by the watchdog where jobs are dead."""

import logging
from datetime import timedelta

from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app
from hearten.notifications.jobs import deliver_due
from hearten.safety import actions

_LOG = logging.getLogger(__name__)
ESCALATION = SystemActor("escalation")
"""Who moves alerts on: the process *jobs*."""
WATCHDOG = SystemActor("watchdog")
"""Who does it where the jobs are late: the process *watch*."""
WATCHDOG_AFTER = timedelta(seconds=2)
"""How long overdue before the watchdog acts: time for the jobs, which look at once."""


@app.task(name="safety.take_steps", queueing_lock="safety.take_steps")
def take_steps() -> None:
    """Right after an alert was raised."""
    actions.take_due_steps(by=ESCALATION)


@app.periodic(cron="* * * * * */5")
@app.task(name="safety.take_steps_again", queueing_lock="safety.take_steps_again")
def take_steps_again(timestamp: int) -> None:
    """Whatever is due by now."""
    actions.take_due_steps(by=ESCALATION)


@app.periodic(cron="* * * * *")
@app.task(name="safety.look_after_alerts", queueing_lock="safety.look_after_alerts")
def look_after_alerts(timestamp: int) -> None:
    """Cases nobody has any more call again; where it is time, the chain is practised."""
    actions.raise_for_deserted(by=ESCALATION)
    actions.start_due_drills(by=ESCALATION)


def take_overdue_steps() -> None:
    """One look of the watchdog: it needs no queue, no job and nobody else's process."""
    late = actions.take_due_steps(by=WATCHDOG, overdue_by=WATCHDOG_AFTER)
    if late:
        _LOG.warning("the watchdog took %s overdue steps of alerts", late)


def send_what_is_overdue() -> None:
    """Its other look, in a thread of its own: a slow mail server delays no step."""
    deliver_due(overdue_by=WATCHDOG_AFTER)
