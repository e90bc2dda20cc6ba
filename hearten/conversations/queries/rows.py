"""One row of a conversation, opened with its key, and as live clients get it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from hearten.attachments.queries import Attached
from hearten.conversations.models import Message, MessageKind, Notice
from hearten.conversations.rules import ERASED, kept_until, may_still_edit, sealed_in
from hearten.foundation import clock, crypto

_TABLE = Message._meta.db_table
_COLUMNS = (
    "conversation__wrapped_key",
    "sealed_text",
    "seq",
    "kind",
    "author_id",
    "client_id",
    "at",
    "about_seq",
    "attached",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row, opened. `text` is None when it was erased, deleted or replaced; of a notice or a
    reaction it is a code."""

    seq: int
    kind: str
    author_id: UUID | None
    client_id: UUID
    at: datetime
    text: str | None
    about: int | None = None
    """The number of the message it answers or changes."""
    quote: "Line | None" = None
    """The message it answers, for a page."""
    edited_at: datetime | None = None
    """When its author last changed it."""
    deleted_at: datetime | None = None
    reactions: tuple[str, ...] = ()
    """The codes of the others' reactions, for a page."""
    attached: int = 0
    """How many attachments it was sent with."""
    attachments: tuple[Attached, ...] = ()
    """Those that can be seen."""

    @property
    def closing(self) -> bool:
        """Whether it says goodbye."""
        return self.kind == MessageKind.CLOSING

    @property
    def erased(self) -> bool:
        """Whether its author, or the whole conversation, was erased."""
        return self.text is None and self.deleted_at is None

    @property
    def gone(self) -> bool:
        """Whether its words are not there any more, whoever took them away."""
        return self.text is None

    @property
    def young(self) -> bool:
        """Whether its author may still change it."""
        return may_still_edit(said_at=self.at, now=clock.now())

    @property
    def forgotten(self) -> bool:
        """Whether it was deleted so long ago that nothing of it is kept."""
        return self.deleted_at is not None and kept_until(self.deleted_at) <= clock.now()

    @property
    def notice(self) -> str:
        """What a notice says, in the reader's language; empty for what a person wrote."""
        if self.kind != MessageKind.NOTICE or self.text is None:
            return ""
        return str(Notice(self.text).label)


def event_of(line: Line) -> dict[str, Any]:
    """A message as live clients get it: {"seq", "kind", "author", "id", "text", "at"}, "about"
    when it answers or changes another, and "edited" or "deleted" with the time when it was.

    With "attachments" when it carries some: of each its "id", "kind", "words", and the "width" and
    "height" of a picture.
    `author` is an account's id or None; `id` is the author's client id; `text` is None when it was
    erased. The text of a notice or a reaction is its code: each page says it in its reader's language.
    """
    event: dict[str, Any] = {
        "seq": line.seq,
        "kind": line.kind,
        "author": str(line.author_id) if line.author_id else None,
        "id": str(line.client_id),
        "text": line.text,
        "at": line.at.isoformat(),
    }
    if line.about is not None:
        event["about"] = line.about
    if line.attachments:
        event["attachments"] = [told(one) for one in line.attachments]
    for name, at in (("edited", line.edited_at), ("deleted", line.deleted_at)):
        if at is not None:
            event[name] = at.isoformat()
    return event


def told(attached: Attached) -> dict[str, Any]:
    """An attachment as pages and live clients get it."""
    known = asdict(attached) | {"id": str(attached.id)}
    return {name: value for name, value in known.items() if value is not None}


def opened(conversation_id: UUID, rows: QuerySet[Message]) -> Iterator[Line]:
    """Plain rows rather than model instances: this is the hot path of live delivery."""
    for row in rows.values_list(*_COLUMNS):
        yield _line(conversation_id, *row)


def to_open(rows: QuerySet[Message]) -> QuerySet[Message, Any]:
    """Of rows of any conversations what `opened_in` opens."""
    return rows.values_list("conversation_id", *_COLUMNS)


def opened_in(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[UUID, Line]]:
    """Rows of any conversations, each after its conversation's id."""
    for conversation_id, *row in rows:
        yield conversation_id, _line(conversation_id, *row)


def with_any(column: str, kind: str, ids: list[UUID], values: list[Any]) -> QuerySet[Message]:
    """The rows of each conversation that have the value beside it in a column, which is of that kind."""
    columns = f"({_TABLE}.conversation_id, {_TABLE}.{column})"
    among = f"{columns} IN (SELECT * FROM unnest(%s::uuid[], %s::{kind}[]))"  # noqa: S608 - our names
    found = RawSQL(among, (ids, values), output_field=BooleanField())  # noqa: S611
    return Message.objects.filter(found)


def _line(
    conversation_id: UUID,
    wrapped: bytes | None,
    sealed: bytes,
    seq: int,
    kind: str,
    author_id: UUID | None,
    client_id: UUID,
    at: datetime,
    about: int | None,
    attached: int,
) -> Line:
    text = _text(wrapped, sealed, sealed_in(conversation_id, seq))
    return Line(seq, kind, author_id, client_id, at, text, about, attached=attached)


def _text(wrapped: bytes | None, sealed: bytes, context: str) -> str | None:
    if wrapped is None or bytes(sealed) == ERASED:
        return None
    return crypto.unseal(crypto.unwrap(wrapped), sealed, context=context)
