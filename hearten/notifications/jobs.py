"""Carrying the outbox: lease in one transaction, send in none, mark in another."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import timedelta

from hearten.foundation import alive
from hearten.foundation.actors import SystemActor
from hearten.foundation.queue import app
from hearten.notifications import actions, ports
from hearten.notifications.rules import GIVEN_UP_AFTER_SECONDS

_LOG = logging.getLogger(__name__)
CARRIER = SystemActor("carrier")
"""Who sends what is in the outbox: the process *jobs*, and the watchdog."""
AT_ONCE = 16
"""As many are leased together as are sent together: none waits for another within its lease."""


@app.task(name="notifications.deliver", queueing_lock="notifications.deliver")
def deliver() -> None:
    """Right after something was put in."""
    deliver_due()


@app.periodic(cron="* * * * * */5")
@app.task(name="notifications.deliver_again", queueing_lock="notifications.deliver_again")
def deliver_again(timestamp: int) -> None:
    """What was not carried then."""
    deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="notifications.tell_news", queueing_lock="notifications.tell_news")
def tell_news(timestamp: int) -> None:
    """Whoever waits long enough to be told what is new."""
    while actions.tell_next(by=CARRIER):
        pass


@app.periodic(cron="17 3 * * *")
@app.task(name="notifications.forget_old_news", queueing_lock="notifications.forget_old_news")
def forget_old_news(timestamp: int) -> None:
    """Once a night."""
    actions.forget_old_news(by=CARRIER)


def deliver_due(overdue_by: timedelta = timedelta(0)) -> int:
    """Send everything that is due; gives how many were taken up. May be killed at any moment: whoever
    looks next takes up what it had."""
    taken = 0
    with alive.sign_of_life() as sender:
        while leased := actions.lease_due(
            most=AT_ONCE, by=CARRIER, overdue_by=overdue_by, sender=sender
        ):
            taken += len(leased)
            _send_together(leased)
    return taken


def _send_together(leased: list[actions.Leased]) -> None:
    """Each in a thread. Whoever keeps us waiting beyond its time, byte by byte if need be, is left to
    itself: the others are marked, and its delivery comes again."""
    pool = ThreadPoolExecutor(len(leased))
    sending = {pool.submit(_carry, one): one for one in leased}
    try:
        for done in as_completed(list(sending), timeout=GIVEN_UP_AFTER_SECONDS):
            _mark(sending.pop(done), done.result())
    except TimeoutError:
        for future, one in sending.items():
            _mark(one, _answer_by_now(future))
    finally:
        pool.shutdown(wait=False)


def _answer_by_now(future: "Future[str | ports.NotDelivered]") -> str | ports.NotDelivered:
    return future.result() if future.done() else ports.NotDelivered("too_slow", again=True)


def _carry(leased: actions.Leased) -> str | ports.NotDelivered:
    """In a thread that has no business with the database."""
    provider = ports.provider_of(leased.kind)
    if provider is None:
        return ports.NotDelivered("no_provider", again=False)
    try:
        return provider.send(leased.letter)
    except ports.NotDelivered as refusal:
        return refusal
    except Exception as error:
        # A fault in one provider must not keep the others' answers from being marked.
        return ports.NotDelivered(type(error).__name__, again=True)


def _mark(leased: actions.Leased, answer: str | ports.NotDelivered) -> None:
    if isinstance(answer, str):
        actions.mark_sent(delivery_id=leased.id, reference=answer, by=CARRIER)
        return
    _LOG.warning("a delivery by %s was not taken: %s", leased.kind, answer.code)
    actions.mark_failed(
        delivery_id=leased.id, fault=answer.code, again=answer.again, gone=answer.gone, by=CARRIER
    )
