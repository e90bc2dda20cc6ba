"""Reading ways and deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.notifications import ports
from hearten.notifications.models import Delivery, DeliveryState, Kind, Way, Words

__all__ = [
    "DeliveryRead",
    "DeliveryState",
    "Kind",
    "WayRead",
    "Words",
    "address_of",
    "deliveries_about",
    "kinds_here",
    "people_with_ways",
    "said",
    "way_context",
    "ways_of",
    "ways_visible_to",
]


def ways_visible_to(actor: Actor) -> QuerySet[Way]:
    """One's own, and nobody else's."""
    return Way.objects.filter(account=actor.actor_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRead:
    """A way as its owner sees it."""

    id: UUID
    kind: Kind
    address: str
    verified: bool
    usable: bool
    """Whether the installation can send by it now."""
    last_fault: bool
    """Whether the newest delivery by it did not arrive."""


def ways_of(account: Account) -> list[WayRead]:
    """A person's ways, opened for themselves."""
    found = list(Way.objects.filter(account=account))
    faults = _faults(found)
    return [
        WayRead(
            id=way.id,
            kind=Kind(way.kind),
            address=address_of(way, account),
            verified=way.verified_at is not None,
            usable=ports.provider_of(way.kind) is not None,
            last_fault=way.id in faults,
        )
        for way in found
    ]


def _faults(ways: Sequence[Way]) -> set[UUID]:
    newest = (
        Delivery.objects.filter(way_id__in=[way.id for way in ways])
        .exclude(state=DeliveryState.WITHDRAWN)
        .order_by("way_id", "-made_at", "-id")
        .distinct("way_id")
    )
    return {one.way_id for one in newest if one.fault and one.state != DeliveryState.SENT}


def kinds_here() -> list[Kind]:
    """What this installation can send by."""
    return [kind for kind in Kind if kind in ports.bound()]


def address_of(way: Way, account: Account) -> str:
    """The address, opened with the owner's key."""
    return crypto.unseal(
        crypto.unwrap(account.wrapped_key), way.sealed_address, context=way_context(way, "address")
    )


def way_context(way: Way, field: str) -> str:
    """The authenticated context of a sealed field of a way: address or code."""
    return f"notifications.Way.{field}:{way.id}"


def said(words: Words, code: str = "") -> tuple[str, str]:
    """Subject and text of a delivery, in the language active now. They name neither the service nor
    what happened: others may look at the screen."""
    if words == Words.CODE:
        return _("Your code"), _(
            "Your code is %(code)s. If you did not ask for it, you need do nothing."
        ) % {"code": code}
    if words == Words.DRILL:
        return _("A practice"), _("This is a practice. Please open the app.")
    return _("Something needs you"), _("Something needs you. Please open the app.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRead:
    """What became of a delivery, for reports: no address."""

    account_id: UUID
    cause: str
    kind: Kind
    words: Words
    state: DeliveryState
    made_at: datetime
    sent_at: datetime | None
    attempts: int


def deliveries_about(subject: str) -> list[DeliveryRead]:
    """Every delivery about a subject, the oldest first."""
    return [
        DeliveryRead(
            account_id=one.account_id,
            cause=one.cause,
            kind=Kind(one.kind),
            words=Words(one.words),
            state=DeliveryState(one.state),
            made_at=one.made_at,
            sent_at=one.sent_at,
            attempts=one.attempts,
        )
        for one in Delivery.objects.filter(subject=subject).order_by("made_at", "kind", "id")
    ]


def people_with_ways(account_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these people who can be reached outside the pages now."""
    verified = Way.objects.filter(
        account_id__in=account_ids, verified_at__isnull=False, kind__in=list(ports.bound())
    )
    return set(verified.values_list("account_id", flat=True))
