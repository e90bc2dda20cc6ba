"""How people can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.notifications import ports
from hearten.notifications.models import (
    NEWS_KINDS,
    WAY_KINDS,
    Delivery,
    DeliveryState,
    Kind,
    Way,
    Words,
)


def ways_visible_to(actor: Actor) -> QuerySet[Way]:
    """One's own, and nobody else's."""
    return Way.objects.filter(account=actor.actor_id)


def usable_ways() -> QuerySet[Way]:
    """Those that may be sent to and that this installation has somebody for."""
    kinds = [kind for kind in WAY_KINDS if _carried(kind)]
    return Way.objects.filter(verified_at__isnull=False, gone_at__isnull=True, kind__in=kinds)


def kinds_by(way: Way) -> list[Kind]:
    """By what a way is used here: a number is texted and called."""
    return _carried(Kind(way.kind))


def _carried(kind: Kind) -> list[Kind]:
    used = [Kind.SMS, Kind.VOICE] if kind == Kind.SMS else [kind]
    return [one for one in used if ports.provider_of(one) is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """The newest test by a kind: what became of it."""

    kind: Kind
    state: DeliveryState | None
    """None where it was never tried."""
    at: datetime | None
    fault: str
    arrived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRead:
    """A way as its owner sees it."""

    id: UUID
    kind: Kind
    address: str
    """Empty for a browser, whose address means nothing to anybody."""
    made_at: datetime
    verified: bool
    gone_at: datetime | None
    usable: bool
    """Whether the installation can send by it now."""
    can_bring_news: bool
    """Whether it is of a kind that news goes by."""
    brings_news: bool
    last_fault: bool
    """Whether the newest delivery by it was given up."""
    tests: Sequence[Tested]
    """One for each kind it can be tried by."""


def ways_of(account: Account) -> list[WayRead]:
    """A person's ways, opened for themselves."""
    found = list(Way.objects.filter(account=account))
    faults, tests = _faults(found), _tests(found)
    return [
        WayRead(
            id=way.id,
            kind=Kind(way.kind),
            address="" if way.kind == Kind.PUSH else address_of(way, account),
            made_at=way.made_at,
            verified=way.verified_at is not None,
            gone_at=way.gone_at,
            usable=bool(kinds_by(way)),
            can_bring_news=way.kind in NEWS_KINDS,
            brings_news=way.brings_news,
            last_fault=way.id in faults,
            tests=[tests.get((way.id, kind)) or _never(kind) for kind in kinds_by(way)],
        )
        for way in found
    ]


def _never(kind: Kind) -> Tested:
    return Tested(kind=kind, state=None, at=None, fault="", arrived=False)


def _tests(ways: Sequence[Way]) -> dict[tuple[UUID, Kind], Tested]:
    newest = (
        Delivery.objects.filter(way_id__in=[way.id for way in ways], words=Words.TEST)
        .order_by("way_id", "kind", "-made_at", "-id")
        .distinct("way_id", "kind")
    )
    return {
        (one.way_id, Kind(one.kind)): Tested(
            kind=Kind(one.kind),
            state=DeliveryState(one.state),
            at=one.arrived_at or one.sent_at or one.made_at,
            fault=one.fault,
            arrived=one.arrived_at is not None,
        )
        for one in newest
    }


def _faults(ways: Sequence[Way]) -> set[UUID]:
    newest = (
        Delivery.objects.filter(way_id__in=[way.id for way in ways])
        .exclude(state=DeliveryState.WITHDRAWN)
        .order_by("way_id", "-made_at", "-id")
        .distinct("way_id")
    )
    return {one.way_id for one in newest if one.state == DeliveryState.FAILED}


def has_ended_way(account: Account) -> bool:
    """Whether a browser of theirs is gone and they did not take note of it yet, by forgetting it or
    adding it again."""
    return Way.objects.filter(account=account, gone_at__isnull=False).exists()


def kinds_here() -> list[Kind]:
    """What this installation can send by."""
    return [kind for kind in Kind if kind in ports.bound()]


def address_of(way: Way, account: Account) -> str:
    """The address, opened with the owner's key. One that is gone is Unreadable."""
    if way.sealed_address is None:
        raise crypto.Unreadable("the address is gone")
    return crypto.unseal(
        crypto.unwrap(account.wrapped_key), way.sealed_address, context=way_context(way, "address")
    )


def way_context(way: Way, field: str) -> str:
    """The authenticated context of a sealed field of a way: address or code."""
    return f"notifications.Way.{field}:{way.id}"


def people_with_ways(account_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these people who can be reached outside the pages now."""
    found = usable_ways().filter(account_id__in=account_ids)
    return set(found.values_list("account_id", flat=True))
