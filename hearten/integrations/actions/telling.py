"""Telling webhooks: a row of the transaction in which it happened, a lease to send it, a mark after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.accounts.models import Role
from hearten.accounts.queries import people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto, queue
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.ids import new_id
from hearten.integrations import policies, queries
from hearten.integrations.models import TEST, Telling, TellingState, Webhook
from hearten.integrations.rules import (
    GONE,
    KEPT,
    LEASE,
    OFF_AFTER,
    again_after,
    is_taken,
    signature,
)
from hearten.notifications import actions as notifications
from hearten.notifications.queries import Kind, Words

CARRY = "integrations.carry"
"""The job's name: actions do not import jobs, which import them."""
KEEPER = SystemActor("webhooks")
"""Who tells managers that one was switched off."""


@transaction.atomic
def tell(*, kind: str, programme_id: UUID, cause: str, facts: Mapping[str, str], by: Actor) -> None:
    """Note for every webhook that wants this kind (a code of Happening) what happened; the same cause
    again is noted once. `facts` are ids and what everybody may know; who did it is told to nobody. For
    the ports of the forum and of groups, in the transaction in which it happened."""
    wanted = Webhook.objects.filter(programme=programme_id, off_at=None, kinds__contains=[kind])
    _note(list(wanted), kind, f"{kind}:{cause}", facts)


@transaction.atomic
def send_test(*, webhook: Webhook, by: Actor) -> None:
    """Try whether it arrives."""
    _check_manager(webhook, by)
    if webhook.off_at is not None:
        raise NotPossible(_("It is switched off. Switch it on first."), code="off")
    _note([webhook], TEST, f"{TEST}:{new_id()}", {})


@transaction.atomic
def send_again(*, telling: Telling, by: Actor) -> None:
    """Send what arrived or was given up once more, with the id it had. What is on its way is left."""
    rows = Telling.objects.select_for_update(of=("self",)).select_related("webhook__programme")
    held = rows.get(pk=telling.pk)
    _check_manager(held.webhook, by)
    if held.webhook.off_at is not None:
        raise NotPossible(_("It is switched off. Switch it on first."), code="off")
    if held.state in (TellingState.SENT, TellingState.GIVEN_UP):
        held.state, held.sent_at, held.attempts = TellingState.WAITING, None, 0
        held.due_at = clock.shared_now()
        held.save(update_fields=["state", "sent_at", "attempts", "due_at"])
        _wake()


def _note(webhooks: list[Webhook], kind: str, cause: str, facts: Mapping[str, str]) -> None:
    if not webhooks:
        return
    now = clock.shared_now()
    said: dict[str, Any] = {"type": kind, "timestamp": now.isoformat(), "data": dict(facts)}
    body = json.dumps(said, separators=(",", ":"), sort_keys=True)
    rows = [
        Telling(webhook=one, kind=kind, cause=cause, body=body, made_at=now, due_at=now)
        for one in webhooks
    ]
    Telling.objects.bulk_create(rows, ignore_conflicts=True)
    _wake()


def _wake() -> None:
    """Have it carried as soon as this transaction commits; it is looked at every few seconds anyway."""
    queue.enqueue(queue.app.tasks[CARRY], once_as=CARRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A message this process may send until its lease runs out."""

    id: UUID
    address: str
    body: str
    headers: Mapping[str, str] = field(repr=False)


@transaction.atomic
def lease_due(*, most: int, by: Actor) -> list[Leased]:
    """Take up to `most` that are due, or whose sender's lease ran out, for this process alone."""
    _check(by)
    now = clock.shared_now()
    due = Q(state=TellingState.WAITING, due_at__lte=now)
    left = Q(state=TellingState.SENDING, leased_until__lte=now)
    held = Telling.objects.select_for_update(skip_locked=True, of=("self",))
    rows = list(
        held.filter(due | left, webhook__off_at=None)
        .select_related("webhook")
        .order_by("due_at", "pk")[:most]
    )
    return [leased for row in rows if (leased := _lease(row)) is not None]


def _lease(row: Telling) -> Leased | None:
    """None where its secret cannot be opened any more."""
    now = clock.shared_now()
    try:
        secrets = queries.secrets_of(row.webhook)
    except crypto.Unreadable:
        row.state, row.leased_until, row.answered = TellingState.GIVEN_UP, None, "unreadable"
        row.save(update_fields=["state", "leased_until", "answered"])
        return None
    row.state, row.leased_until = TellingState.SENDING, now + LEASE
    row.attempts += 1
    row.save(update_fields=["state", "leased_until", "attempts"])
    at = int(now.timestamp())
    signed = signature(secrets, message_id=str(row.pk), timestamp=at, body=row.body)
    headers = {
        "webhook-id": str(row.pk),
        "webhook-timestamp": str(at),
        "webhook-signature": signed,
    }
    return Leased(id=row.pk, address=row.webhook.address, body=row.body, headers=headers)


@transaction.atomic
def mark(*, telling_id: UUID, answered: str, by: Actor) -> None:
    """What came of an attempt: a status, or the code of why there is none. Another one comes after a
    pause, until it is enough. What was removed or marked meanwhile is left."""
    _check(by)
    held = Telling.objects.select_for_update(of=("self",)).select_related("webhook")
    row = held.filter(pk=telling_id, state=TellingState.SENDING).first()
    if row is None:
        return
    row.answered, row.leased_until = answered[:40], None
    status = int(answered) if answered.isdecimal() else 0
    if is_taken(status):
        row.state, row.sent_at = TellingState.SENT, clock.shared_now()
        Webhook.objects.filter(pk=row.webhook_id).update(failed_in_a_row=0)
    else:
        pause = again_after(row.attempts) if status != GONE else None
        row.state = TellingState.WAITING if pause else TellingState.GIVEN_UP
        row.due_at = clock.shared_now() + (pause or timedelta(0))
    row.save(update_fields=["answered", "leased_until", "state", "sent_at", "due_at"])
    if row.state == TellingState.GIVEN_UP:
        _given_up(row.webhook_id, gone=status == GONE, by=by)


def _given_up(webhook_id: UUID, *, gone: bool, by: Actor) -> None:
    """Nobody took it. Enough of these, and the webhook is switched off and its managers are told."""
    held = Webhook.objects.select_for_update(of=("self",)).select_related("programme")
    webhook = held.get(pk=webhook_id)
    webhook.failed_in_a_row += 1
    off = webhook.off_at is None and (gone or webhook.failed_in_a_row >= OFF_AFTER)
    if off:
        webhook.off_at = clock.now()
    webhook.save(update_fields=["failed_in_a_row", "off_at"])
    if off:
        audit.record(verb=Verb.WEBHOOK_SWITCHED, subject=webhook, by=by, on=False)
        people = people_with(webhook.programme, Role.MANAGER)
        notifications.send(
            people=list(people.values_list("pk", flat=True)),
            subject=f"webhook:{webhook.pk}",
            cause=f"webhook:{webhook.pk}:{int(webhook.off_at.timestamp())}",  # type: ignore[union-attr]
            words=Words.PAGE,
            without=frozenset({Kind.VOICE}),
            by=KEEPER,
        )


@transaction.atomic
def forget_old(*, by: Actor) -> int:
    """What arrived or was given up long enough ago goes from the log; gives how many."""
    _check(by)
    over = Telling.objects.filter(state__in=[TellingState.SENT, TellingState.GIVEN_UP])
    gone, _rows = over.filter(made_at__lt=clock.now() - KEPT).delete()
    return gone


def _check(by: Actor) -> None:
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))


def _check_manager(webhook: Webhook, by: Actor) -> None:
    if not policies.may_keep(by, webhook.programme):
        raise NotAllowed(_("Only programme managers can change this."))
