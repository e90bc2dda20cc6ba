"""Reading conversations."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hearten.conversations.models import Conversation, ConversationKind, Message, Participant
from hearten.conversations.rules import sealed_in
from hearten.foundation import crypto

_COLUMNS = (
    "conversation__wrapped_key",
    "sealed_text",
    "seq",
    "kind",
    "author_id",
    "client_id",
    "at",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One message, opened. `text` is None when it was erased."""

    seq: int
    kind: str
    author_id: UUID | None
    client_id: UUID
    at: datetime
    text: str | None


def participants_of(conversation_id: UUID) -> frozenset[UUID]:
    """The accounts in a conversation now."""
    present = Participant.objects.filter(conversation_id=conversation_id, left_at__isnull=True)
    return frozenset(present.values_list("account_id", flat=True))


def present_in(conversation: Conversation, among: Iterable[UUID]) -> dict[UUID, bool]:
    """Who is in a conversation now, and whether their account is active: everybody of a pair; of a
    room, which may be large, only those `among`."""
    seats = Participant.objects.filter(conversation=conversation, left_at__isnull=True)
    if conversation.kind != ConversationKind.PAIR:
        seats = seats.filter(account_id__in=among)
    return dict(seats.values_list("account_id", "account__is_active"))


def newest_seq(conversation_id: UUID) -> int:
    """The number of the newest message; 0 when there is none or no such conversation."""
    newest = Conversation.objects.filter(id=conversation_id).values_list("newest_seq", flat=True)
    return newest.first() or 0


def lines_after(conversation_id: UUID, after: int, most: int) -> list[Line]:
    """Up to `most` messages with a number above `after`, in order."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq__gt=after)
    return list(_opened(conversation_id, rows.order_by("seq")[:most]))


def messages_with(conversation_id: UUID, client_ids: Collection[UUID]) -> list[Line]:
    """The messages of a conversation that were sent under these client ids."""
    rows = Message.objects.filter(conversation_id=conversation_id, client_id__in=client_ids)
    return list(_opened(conversation_id, rows))


def _opened(conversation_id: UUID, rows: QuerySet[Message]) -> Iterator[Line]:
    """Plain rows rather than model instances: this is the hot path of live delivery."""
    for wrapped, sealed, seq, *facts in rows.values_list(*_COLUMNS):
        yield Line(seq, *facts, text=_text(wrapped, sealed, sealed_in(conversation_id, seq)))


def _text(wrapped: bytes | None, sealed: bytes, context: str) -> str | None:
    if wrapped is None:
        return None
    return crypto.unseal(crypto.unwrap(wrapped), sealed, context=context)
