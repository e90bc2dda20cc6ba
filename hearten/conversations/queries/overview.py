"""What home shows of a person's conversations: with whom, what is new, since when. Never a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hearten.accounts.models import Account
from hearten.conversations.models import SAID, ConversationKind, Message, MessageKind, Participant


@dataclass(frozen=True, slots=True)
class Card:
    """One conversation on somebody's home page."""

    conversation_id: UUID
    pairing_id: UUID
    opened_at: datetime
    ended_at: datetime | None
    unread: int
    """Messages and notices of others since this person looked."""
    last_at: datetime
    other_id: UUID | None
    other: str
    """The other's pseudonym; empty once their account is gone."""


_COLUMNS = (
    "conversation_id",
    "conversation__pairing_id",
    "conversation__opened_at",
    "conversation__ended_at",
    "unread",
    "last_at",
)


def conversations_of(account: Account, *, ended: bool | None = None) -> list[Card]:
    """A person's one-to-one conversations, the latest first, in two queries. `ended` True or False
    gives only those."""
    seats = _seats_of(account).filter(conversation__kind=ConversationKind.PAIR)
    if ended is not None:
        seats = seats.filter(conversation__ended_at__isnull=not ended)
    told = seats.annotate(unread=_unread(), last_at=_last_at()).order_by("-last_at", "id")
    rows = list(told.values_list(*_COLUMNS))
    others = others_of(account, [row[0] for row in rows])
    return [Card(*row, *others.get(row[0], (None, ""))) for row in rows]


def unread_total(account: Account) -> int:
    """All that is new for a person, in one query; for the badge beside "Talk". What is new in groups
    stands there."""
    seats = _seats_of(account).exclude(conversation__kind=ConversationKind.CIRCLE)
    counts = seats.annotate(unread=_unread()).values_list("unread", flat=True)
    return sum(counts)


def _seats_of(account: Account) -> QuerySet[Participant]:
    return Participant.objects.filter(account=account, left_at__isnull=True)


def _unread() -> Coalesce:
    new = Message.objects.filter(
        ~Q(author=OuterRef("account")),  # also true of a notice, which nobody wrote
        ~Exists(_deletion()),
        conversation=OuterRef("conversation"),
        seq__gt=OuterRef("read_seq"),
        kind__in=SAID,
    ).order_by()
    counted = new.values("conversation").annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted), 0)


def _deletion() -> QuerySet[Message]:
    """Of the message around it."""
    return Message.objects.filter(
        conversation=OuterRef("conversation"), about_seq=OuterRef("seq"), kind=MessageKind.DELETION
    )


def _last_at() -> Coalesce:
    said = Message.objects.filter(conversation=OuterRef("conversation"), kind__in=SAID)
    newest = said.order_by("-seq").values("at")[:1]
    return Coalesce(Subquery(newest), F("conversation__opened_at"))


def others_of(account: Account, conversation_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """The other of each of these one-to-one conversations: their id and pseudonym. None for one whose
    account is gone."""
    seats = Participant.objects.filter(conversation__in=conversation_ids).exclude(account=account)
    rows = seats.values_list("conversation_id", "account_id", "account__pseudonym")
    return {conversation_id: (other_id, name) for conversation_id, other_id, name in rows}
