"""Carrying to webhooks: lease in one transaction, send in none, mark in another."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait

from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app
from hearten.integrations import actions, ports
from hearten.integrations.rules import GIVEN_UP_AFTER_SECONDS

_LOG = logging.getLogger(__name__)
CARRIER = SystemActor("webhook carrier")
AT_ONCE = 8
"""As many are leased together as are sent together: none waits for another within its lease."""


@app.task(name="integrations.carry", queueing_lock="integrations.carry")
def carry() -> None:
    """Right after something happened."""
    carry_due()


@app.periodic(cron="* * * * * */5")
@app.task(name="integrations.carry_again", queueing_lock="integrations.carry_again")
def carry_again(timestamp: int) -> None:
    """What was not carried then."""
    carry_due()


@app.periodic(cron="29 3 * * *")
@app.task(name="integrations.forget_old", queueing_lock="integrations.forget_old")
def forget_old(timestamp: int) -> None:
    """Once a night."""
    actions.forget_old(by=CARRIER)


def carry_due() -> int:
    """Send everything that is due; gives how many were taken up. May be killed at any moment: when its
    lease is over, whoever looks next sends it again under the same id."""
    taken = 0
    while leased := actions.lease_due(most=AT_ONCE, by=CARRIER):
        taken += len(leased)
        _send_together(leased)
    return taken


def _send_together(leased: list[actions.Leased]) -> None:
    """Each in a thread; whoever keeps us waiting is left to itself."""
    pool = ThreadPoolExecutor(len(leased))
    sending = {pool.submit(_carry, one): one for one in leased}
    try:
        wait(sending, timeout=GIVEN_UP_AFTER_SECONDS)
        for future, one in sending.items():
            answered = _answer(future)
            if not answered.isdecimal():
                _LOG.warning("a webhook was not told: %s", answered)
            actions.mark(telling_id=one.id, answered=answered, by=CARRIER)
    finally:
        pool.shutdown(wait=False)


def _answer(future: "Future[str]") -> str:
    return future.result() if future.done() else "too_slow"


def _carry(leased: actions.Leased) -> str:
    """In a thread that has no business with the database: a status, or a code."""
    sender = ports.sender()
    if sender is None:
        return "no_sender"
    try:
        return str(sender.post(address=leased.address, body=leased.body, headers=leased.headers))
    except ports.Unreachable as refusal:
        return str(refusal)
    except Exception as error:
        # One fault must not keep the others' answers from being marked.
        return type(error).__name__
