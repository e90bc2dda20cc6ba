"""Reading messages, opened with their conversation's key."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hearten.conversations.models import Message, MessageKind, Notice
from hearten.conversations.rules import ERASED, message_of, sealed_in
from hearten.foundation import crypto
from hearten.foundation.actors import Actor

_COLUMNS = (
    "conversation__wrapped_key",
    "sealed_text",
    "seq",
    "kind",
    "author_id",
    "client_id",
    "at",
    "about_seq",
)
SHORT = 140
"""Characters of a message that a quote shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message, opened. `text` is None when it was erased; of a notice it is a code."""

    seq: int
    kind: str
    author_id: UUID | None
    client_id: UUID
    at: datetime
    text: str | None
    about: int | None = None
    """The number of the message it answers."""
    quote: "Line | None" = None
    """That message, for a page."""

    @property
    def closing(self) -> bool:
        """Whether it says goodbye."""
        return self.kind == MessageKind.CLOSING

    @property
    def erased(self) -> bool:
        """Whether its author, or the whole conversation, was erased."""
        return self.text is None

    @property
    def notice(self) -> str:
        """What a notice says, in the reader's language; empty for what a person wrote."""
        if self.kind != MessageKind.NOTICE or self.text is None:
            return ""
        return str(Notice(self.text).label)


def event_of(line: Line) -> dict[str, Any]:
    """A message as live clients get it: {"seq", "kind", "author", "id", "text", "at"}, and "about"
    when it answers another.

    `author` is an account's id or None; `id` is the author's client id; `text` is None when it was
    erased. The text of a notice is its code: each page says it in its reader's language.
    """
    event = {
        "seq": line.seq,
        "kind": line.kind,
        "author": str(line.author_id) if line.author_id else None,
        "id": str(line.client_id),
        "text": line.text,
        "at": line.at.isoformat(),
    }
    if line.about is not None:
        event["about"] = line.about
    return event


def lines_after(conversation_id: UUID, after: int, most: int) -> list[Line]:
    """Up to `most` messages with a number above `after`, in order."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq__gt=after)
    return list(_opened(conversation_id, rows.order_by("seq")[:most]))


def lines_before(conversation_id: UUID, before: int | None, most: int) -> list[Line]:
    """The last `most` messages with a number below `before` (None: of all), in order."""
    rows = Message.objects.filter(conversation_id=conversation_id)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    lines = list(_opened(conversation_id, rows.order_by("-seq")[:most]))[::-1]
    return with_quotes(conversation_id, lines)


def with_quotes(conversation_id: UUID, lines: Sequence[Line]) -> list[Line]:
    """The same lines, each with the one it answers."""
    abouts = {line.about for line in lines if line.about is not None}
    if not abouts:
        return list(lines)
    rows = Message.objects.filter(conversation_id=conversation_id, seq__in=abouts)
    quoted = {line.seq: line for line in _opened(conversation_id, rows)}
    return [replace(line, quote=quoted.get(line.about)) if line.about else line for line in lines]


def texts_among(conversation_id: UUID, seqs: Collection[int]) -> frozenset[int]:
    """Which of these numbers are texts that somebody wrote here."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, seq__in=seqs, kind=MessageKind.TEXT
    )
    return frozenset(rows.values_list("seq", flat=True))


def line_of(conversation_id: UUID, seq: int) -> Line | None:
    """One message by its number."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq=seq)
    return next(_opened(conversation_id, rows), None)


def goodbye_of(conversation_id: UUID, by: Actor) -> Line | None:
    """The closing message of one person, if there is one."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, author_id=by.actor_id, kind=MessageKind.CLOSING
    )
    return next(_opened(conversation_id, rows), None)


def text_of(subject_id: str) -> str | None:
    """The text a finding or report is about; None when it was erased or is not there."""
    line = line_of(*message_of(subject_id))
    return line.text if line else None


def lines_with(conversation_id: UUID, client_ids: Collection[UUID]) -> list[Line]:
    """The messages of a conversation that were sent under these client ids."""
    rows = Message.objects.filter(conversation_id=conversation_id, client_id__in=client_ids)
    return list(_opened(conversation_id, rows))


def _opened(conversation_id: UUID, rows: QuerySet[Message]) -> Iterator[Line]:
    """Plain rows rather than model instances: this is the hot path of live delivery."""
    for wrapped, sealed, seq, kind, author_id, client_id, at, about in rows.values_list(*_COLUMNS):
        text = _text(wrapped, sealed, sealed_in(conversation_id, seq))
        yield Line(seq, kind, author_id, client_id, at, text, about)


def _text(wrapped: bytes | None, sealed: bytes, context: str) -> str | None:
    if wrapped is None or bytes(sealed) == ERASED:
        return None
    return crypto.unseal(crypto.unwrap(wrapped), sealed, context=context)
