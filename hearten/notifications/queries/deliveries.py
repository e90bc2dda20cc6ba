"""What is said, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from hearten.accounts.models import Membership, Programme
from hearten.foundation import clock
from hearten.notifications import ports
from hearten.notifications.models import (
    Delivery,
    DeliveryState,
    Kind,
    Words,
)
from hearten.notifications.queries.ways import usable_ways
from hearten.notifications.rules import ANSWER_WITHIN


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
