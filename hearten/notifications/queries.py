"""Reading ways and deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Membership, Programme
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.notifications import ports
from hearten.notifications.models import (
    WAY_KINDS,
    Delivery,
    DeliveryState,
    Kind,
    Way,
    Words,
)
from hearten.notifications.rules import ANSWER_WITHIN

__all__ = [
    "DeliveryRead",
    "DeliveryState",
    "Kind",
    "KindRead",
    "Tested",
    "WayRead",
    "Words",
    "address_of",
    "call_to_answer",
    "deliveries_about",
    "has_ended_way",
    "kinds_by",
    "kinds_here",
    "kinds_of",
    "language_of_call",
    "people_with_ways",
    "press_of",
    "said",
    "usable_ways",
    "way_context",
    "ways_of",
    "ways_visible_to",
]


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


def said(words: Words, code: str = "") -> tuple[str, str]:
    """Subject and text of a delivery, in the language active now. They name neither the service nor
    what happened: others may look at the screen."""
    if words == Words.CODE:
        return _("Your code"), _(
            "Your code is %(code)s. If you did not ask for it, you need do nothing."
        ) % {"code": code}
    if words == Words.TEST:
        return _("A test"), _("This is a test. You need do nothing.")
    if words == Words.DRILL:
        return _("A practice"), _("This is a practice. Please open the app.")
    return _("Something needs you"), _("Something needs you. Please open the app.")


def press_of(words: Words) -> str:
    """What a call says of the key that answers, in the language active now; empty where there is
    nothing to answer."""
    return _("If you have it, press 1.") if words in _ANSWERED else ""


_ANSWERED = frozenset({Words.PAGE, Words.DRILL})


def call_to_answer(delivery_id: UUID) -> Delivery | None:
    """The call in which a key can still say "I have it"."""
    since = clock.shared_now() - ANSWER_WITHIN
    calls = Delivery.objects.filter(kind=Kind.VOICE, words__in=_ANSWERED, made_at__gte=since)
    return calls.select_related("account").filter(pk=delivery_id).first()


def language_of_call(delivery_id: UUID) -> str:
    """In which language whoever is called is spoken to."""
    found = Delivery.objects.filter(pk=delivery_id).values_list("account__language", flat=True)
    return found.first() or settings.LANGUAGE_CODE


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
    fault: str
    arrived_at: datetime | None


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
            fault=one.fault,
            arrived_at=one.arrived_at,
        )
        for one in Delivery.objects.filter(subject=subject).order_by("made_at", "kind", "id")
    ]


def people_with_ways(account_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these people who can be reached outside the pages now."""
    found = usable_ways().filter(account_id__in=account_ids)
    return set(found.values_list("account_id", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRead:
    """How a kind of calling is doing in a programme."""

    kind: Kind
    here: bool
    """Whether the installation has somebody for it."""
    people: int
    """How many people of the programme left an address for it."""
    sent: int
    failed: int
    last_fault: str
    """The code of the newest failure."""
    last_fault_at: datetime | None


LOOKED_BACK = timedelta(days=30)


def kinds_of(programme: Programme) -> list[KindRead]:
    """Every kind there could be beside the pages, with what became of the last 30 days' deliveries."""
    people = Membership.objects.filter(programme=programme, ended_at__isnull=True)
    here = people.values("account")
    since = clock.now() - LOOKED_BACK
    lately = Delivery.objects.filter(account__in=here, made_at__gte=since)
    counts = {
        row[:2]: row[2]
        for row in lately.values_list("kind", "state").annotate(Count("id")).order_by()
    }
    faults = {
        one.kind: one
        for one in lately.filter(state=DeliveryState.FAILED)
        .order_by("kind", "-made_at", "-id")
        .distinct("kind")
    }
    left = dict(
        usable_ways()
        .filter(account__in=here)
        .order_by()
        .values_list("kind")
        .annotate(Count("account", distinct=True))
    )
    return [_kind_read(kind, counts, faults.get(kind), left) for kind in Kind if kind != "in_app"]


def _kind_read(
    kind: Kind,
    counts: Mapping[tuple[str, str], int],
    fault: Delivery | None,
    left: Mapping[str, int],
) -> KindRead:
    return KindRead(
        kind=kind,
        here=ports.provider_of(kind) is not None,
        people=left.get("sms" if kind == Kind.VOICE else kind, 0),
        sent=counts.get((kind.value, "sent"), 0),
        failed=counts.get((kind.value, "failed"), 0),
        last_fault=fault.fault if fault else "",
        last_fault_at=fault.made_at if fault else None,
    )
