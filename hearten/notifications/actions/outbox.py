"""The outbox: what is to be sent is a row of the transaction that wants it. Who sends holds a lease,
and loses it by ending."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import alive, clock, crypto, ids, live, queue
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import policies, ports, queries
from hearten.notifications.models import Delivery, DeliveryState, Kind, Way, Words
from hearten.notifications.rules import LEASE, again_after

DELIVER = "notifications.deliver"
"""The job's name: actions do not import jobs, which import them."""


@transaction.atomic
def send(
    *,
    people: Collection[UUID],
    subject: str,
    cause: str,
    words: Words,
    by: Actor,
    without: Collection[str] = (),
) -> int:
    """Tell these people, by every way they chose and verified and on their open pages, once this
    transaction commits; gives how many deliveries were made. The same cause again makes none.
    `without` leaves kinds out."""
    _check(by)
    now = clock.shared_now()
    rows = [_row(one, one, Kind.IN_APP, subject, cause, words, now) for one in people]
    ways = queries.usable_ways().filter(account__in=people)
    rows += [
        _row(way.account_id, way.id, kind, subject, cause, words, now)
        for way in ways
        for kind in queries.kinds_by(way)
        if kind not in without
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    for one in people:
        live.nudge_on_commit(one)
    wake()
    return Delivery.objects.filter(pk__in=[row.pk for row in rows]).count()


def _row(
    account_id: UUID,
    way_id: UUID,
    kind: Kind,
    subject: str,
    cause: str,
    words: Words,
    now: datetime,
) -> Delivery:
    """On the pages it has arrived with the commit: the page shows it whenever it is looked at."""
    shown = kind == Kind.IN_APP
    return Delivery(
        account_id=account_id,
        way_id=way_id,
        kind=kind,
        subject=subject,
        cause=cause,
        words=words,
        made_at=now,
        due_at=now,
        state=DeliveryState.SENT if shown else DeliveryState.WAITING,
        sent_at=now if shown else None,
    )


def deliver_news(*, account_id: UUID, by: Actor) -> None:
    """Put one word about what is new into the outbox, for each way that brings this person news. Call
    it in the transaction that marks the news as told."""
    _check(by)
    now = clock.shared_now()
    subject, cause = f"news:{account_id}", f"news:{ids.new_id()}"
    Delivery.objects.bulk_create(
        _row(account_id, way.id, Kind(way.kind), subject, cause, Words.NEWS, now)
        for way in queries.news_ways().filter(account=account_id)
    )
    wake()


def wake() -> None:
    """Have the outbox looked at as soon as this transaction commits. Only for speed: it is looked at
    every few seconds in any case."""
    queue.enqueue(queue.app.tasks[DELIVER], once_as=DELIVER)


@transaction.atomic
def withdraw(*, subject: str, by: Actor) -> int:
    """What waits about this subject is not needed any more. What is being sent goes its way."""
    waiting = Delivery.objects.filter(subject=subject, state=DeliveryState.WAITING)
    return waiting.update(state=DeliveryState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A delivery this process may send, until its lease runs out."""

    id: UUID
    kind: str
    letter: ports.Letter


@transaction.atomic
def lease_due(
    *, most: int, by: Actor, overdue_by: timedelta = timedelta(0), sender: int | None = None
) -> list[Leased]:
    """Take up to `most` deliveries that are due, or whose sender died, for this process alone.
    `sender` is its sign of life: with one, its death is seen at once and not when the lease runs out."""
    _check(by)
    now = clock.shared_now()
    due = Q(state=DeliveryState.WAITING, due_at__lte=now - overdue_by)
    dead = Q(leased_until__lte=now) | Q(sender__in=_dead_senders(sender))
    held = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        due | Q(state=DeliveryState.SENDING) & dead
    )
    rows = list(held.select_related("account").order_by("due_at", "id")[:most])
    for row in rows:
        row.sender = sender
    ways = Way.objects.in_bulk([row.way_id for row in rows])
    return [leased for row in rows if (leased := _lease(row, ways.get(row.way_id), now))]


def _dead_senders(myself: int | None) -> set[int]:
    sending = Delivery.objects.filter(state=DeliveryState.SENDING)
    senders = sending.values_list("sender", flat=True)
    return alive.ended({one for one in senders if one is not None and one != myself})


def _lease(row: Delivery, way: Way | None, now: datetime) -> Leased | None:
    """The letter, or None where nobody is to be reached by this way any more."""
    if way is None or not _allowed(way, row):
        row.state, row.leased_until = DeliveryState.WITHDRAWN, None
        row.save(update_fields=["state", "leased_until"])
        return None
    try:
        letter = _letter(row, way)
    except crypto.Unreadable:
        row.state, row.leased_until, row.fault = DeliveryState.FAILED, None, "unreadable"
        row.save(update_fields=["state", "leased_until", "fault"])
        return None
    row.state, row.leased_until = DeliveryState.SENDING, now + LEASE
    row.attempts += 1
    row.save(update_fields=["state", "leased_until", "sender", "attempts"])
    return Leased(id=row.id, kind=row.kind, letter=letter)


def _allowed(way: Way, row: Delivery) -> bool:
    """Whether this may still go this way: pages to whoever works here, news while some waits."""
    if way.gone_at is not None or (way.verified_at is None and row.words != Words.CODE):
        return False
    if row.words in (Words.PAGE, Words.DRILL):
        return policies.may_be_paged(row.account_id)
    if row.words == Words.NEWS and not (way.brings_news and queries.has_news(row.account_id)):
        return False
    return policies.may_have_ways(row.account_id)


def _letter(row: Delivery, way: Way) -> ports.Letter:
    code = ""
    if row.words == Words.CODE:
        if way.sealed_code is None:
            raise crypto.Unreadable("there is no code any more")
        key = crypto.unwrap(row.account.wrapped_key)
        code = crypto.unseal(key, way.sealed_code, context=queries.way_context(way, "code"))
    language = row.account.language or settings.LANGUAGE_CODE
    with translation.override(language):
        subject, text = (
            queries.said_of_news(row.account)
            if row.words == Words.NEWS
            else queries.said(Words(row.words), code)
        )
        press = queries.press_of(Words(row.words)) if row.kind == Kind.VOICE else ""
    address = queries.address_of(way, row.account)
    letter = ports.Letter(
        key=row.id, address=address, subject=subject, text=text, language=language, press=press
    )
    if row.words != Words.NEWS:
        return letter
    stop = queries.stop_address(way) if row.kind == Kind.EMAIL else ""
    return replace(letter, calm=True, stop=stop)


@transaction.atomic
def mark_sent(*, delivery_id: UUID, reference: str, by: Actor) -> None:
    """The provider said yes. True even where the lease ran out meanwhile: sent is sent."""
    _check(by)
    open_ones = Delivery.objects.filter(pk=delivery_id).exclude(state=DeliveryState.SENT)
    open_ones.update(
        state=DeliveryState.SENT,
        sent_at=clock.shared_now(),
        leased_until=None,
        reference=reference[:120],
        fault="",
    )


@transaction.atomic
def note_outcome(*, delivery_id: UUID, fault: str, by: Actor) -> None:
    """What the provider says later of what it took: it arrived, or (with a code) it did not. The first
    word counts. What was not marked as sent yet is left to whoever sends it."""
    _check(by)
    taken = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.SENT, arrived_at=None)
    if fault:
        taken.update(state=DeliveryState.FAILED, sent_at=None, fault=fault[:40])
    else:
        taken.update(arrived_at=clock.shared_now())


@transaction.atomic
def mark_failed(
    *, delivery_id: UUID, fault: str, again: bool, by: Actor, gone: bool = False
) -> None:
    """This attempt failed: another after a pause, or it is given up. Where the address is gone, the
    way is used no more and its owner is told."""
    _check(by)
    held = Delivery.objects.select_for_update().filter(pk=delivery_id, state=DeliveryState.SENDING)
    row = held.first()
    if row is None:
        return
    pause = again_after(row.attempts) if again else None
    row.state = DeliveryState.WAITING if pause is not None else DeliveryState.FAILED
    row.due_at = clock.shared_now() + (pause or timedelta(0))
    row.leased_until, row.fault = None, (fault or "unknown")[:40]
    row.save(update_fields=["state", "due_at", "leased_until", "fault"])
    if gone:
        _let_go(row.way_id, by)


def _let_go(way_id: UUID, by: Actor) -> None:
    """Only a browser's subscription ends by itself."""
    held = Way.objects.select_for_update().filter(pk=way_id, kind=Kind.PUSH, gone_at__isnull=True)
    for way in held:
        way.sealed_address, way.gone_at = None, clock.now()
        way.save(update_fields=["sealed_address", "gone_at"])
        audit.record(verb=Verb.WAY_GONE, subject=way, by=by, kind=way.kind)
        live.nudge_on_commit(way.account_id)


def _check(by: Actor) -> None:
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself sends these."))
