"""Registering a webhook and all a manager does with it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.integrations import policies, queries
from hearten.integrations.models import Happening, Webhook
from hearten.integrations.rules import (
    ADDRESS_MOST,
    OLD_SECRET_GOOD_FOR,
    WEBHOOKS_MOST,
    new_signing_secret,
)
from hearten.notifications.rules import PUSH_PORTS, endpoint_host


@dataclass(frozen=True, slots=True)
class Signed:
    """A webhook with a new secret, and the only time that is there in the open."""

    webhook: Webhook
    secret: str = field(repr=False)


@transaction.atomic
def register_webhook(
    *, programme: Programme, webhook_id: UUID, address: str, kinds: Collection[str], by: Actor
) -> Signed:
    """Tell this https address of these kinds (codes of Happening) from now on. `webhook_id` was chosen
    with the form: sent again it is there once."""
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    _check(locked, by)
    address = _clean_address(address)
    chosen = [one for one in Happening.values if one in kinds]
    if not chosen or len(chosen) != len(set(kinds)):
        message = _("Please choose what it is told.")
        raise Invalid(message, fields={"kinds": message})
    if Webhook.objects.filter(pk=webhook_id).exists():
        raise NotPossible(
            _("This webhook is there already, and its secret is not shown a second time."),
            code="made",
        )
    if Webhook.objects.filter(programme=locked).count() >= WEBHOOKS_MOST:
        raise NotPossible(
            _("There are %(most)s webhooks. Please remove one first.") % {"most": WEBHOOKS_MOST},
            code="many",
        )
    webhook = Webhook(id=webhook_id, programme=locked, address=address, kinds=chosen)
    secret = new_signing_secret()
    webhook.sealed_secret = _sealed(webhook, secret)
    webhook.save(force_insert=True)
    audit.record(verb=Verb.WEBHOOK_REGISTERED, subject=webhook, by=by, kinds=chosen)
    return Signed(webhook, secret)


@transaction.atomic
def rotate_secret(*, webhook: Webhook, by: Actor) -> Signed:
    """A new secret. The one before signs beside it for a day, so that the receiver can change over."""
    held = _held(webhook, by)
    secret = new_signing_secret()
    held.sealed_old_secret, held.old_until = held.sealed_secret, clock.now() + OLD_SECRET_GOOD_FOR
    held.sealed_secret = _sealed(held, secret)
    held.save(update_fields=["sealed_secret", "sealed_old_secret", "old_until"])
    audit.record(verb=Verb.WEBHOOK_ROTATED, subject=held, by=by)
    return Signed(held, secret)


@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, by: Actor) -> Webhook:
    """Tell it again, or nothing for now. On again it is told what still waits for it."""
    held = _held(webhook, by)
    if (held.off_at is None) != on:
        held.off_at = None if on else clock.now()
        held.failed_in_a_row = 0
        held.save(update_fields=["off_at", "failed_in_a_row"])
        audit.record(verb=Verb.WEBHOOK_SWITCHED, subject=held, by=by, on=on)
    return held


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Actor) -> None:
    """It is told nothing any more, and its log is gone. Removed before, nothing changes."""
    held = Webhook.objects.select_for_update().filter(pk=webhook.pk).first()
    _check(webhook.programme, by)
    if held is not None:
        audit.record(verb=Verb.WEBHOOK_REMOVED, subject=held, by=by)
        held.delete()


def _held(webhook: Webhook, by: Actor) -> Webhook:
    rows = Webhook.objects.select_for_update(of=("self",)).select_related("programme")
    held = rows.get(pk=webhook.pk)
    _check(held.programme, by)
    return held


def _check(programme: Programme, by: Actor) -> None:
    if not policies.may_keep(by, programme):
        raise NotAllowed(_("Only programme managers can change this."))


def _sealed(webhook: Webhook, secret: str) -> bytes:
    key = crypto.unwrap(webhook.wrapped_key)
    return crypto.seal(key, secret, context=queries.secret_context(webhook))


def _clean_address(typed: str) -> str:
    """Where it leads is looked up each time something is sent (notifications.clients.guarded)."""
    address = typed.strip()
    if len(address) > ADDRESS_MOST or endpoint_host(address, PUSH_PORTS) is None:
        message = _(
            "Please give a whole https address without a port, such as https://example.org/told."
        )
        raise Invalid(message, fields={"address": message})
    return address
