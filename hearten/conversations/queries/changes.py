"""What later rows say about earlier messages (docs/adr/0010-changes-are-rows-of-the-ledger.md)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hearten.conversations.models import Message, MessageKind
from hearten.conversations.queries.rows import Line, opened, opened_in, to_open, with_any
from hearten.foundation.compiled import Compiled, any_ids, any_numbers

TOLD = (MessageKind.TEXT, MessageKind.CLOSING)
"""What people wrote to each other, each once."""
_REPLACING = (MessageKind.EDIT, MessageKind.DELETION)
_REACTING = (MessageKind.REACTION, MessageKind.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Target:
    """A text that somebody wants to answer or change."""

    author_id: UUID | None
    at: datetime
    deletion: Line | None = None


def targets_among(conversation_id: UUID, seqs: Collection[int]) -> dict[int, Target]:
    """Those of these numbers that are texts somebody wrote here."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, seq__in=seqs, kind=MessageKind.TEXT
    )
    gone = _changes_of(conversation_id, seqs, (MessageKind.DELETION,))
    return {
        seq: Target(author_id, at, next(iter(gone.get(seq, ())), None))
        for seq, author_id, at in rows.values_list("seq", "author_id", "at")
    }


def as_it_stands(conversation_id: UUID, rows: Sequence[Line]) -> list[Line]:
    """Rows without any words that a later row replaced or deleted: a message with what it says now,
    an edit only with words that still hold."""
    return as_they_stand([(conversation_id, rows)])[0]


def as_they_stand(some: Sequence[tuple[UUID, Sequence[Line]]]) -> list[list[Line]]:
    """The same of many conversations, in one query; a conversation may stand there twice."""
    wanted = {
        (id_, _message(row))
        for id_, rows in some
        for row in rows
        if row.kind in (MessageKind.TEXT, MessageKind.EDIT)
    }
    changes: dict[UUID, dict[int, list[Line]]] = {}
    if wanted:
        ids, seqs = zip(*wanted, strict=True)
        for id_, row in opened_in(_REPLACED.rows(ids=[*ids], seqs=[*seqs])):
            changes.setdefault(id_, {}).setdefault(row.about or 0, []).append(row)
    return [
        [_standing(row, changes.get(id_, {}).get(_message(row), ())) for row in rows]
        for id_, rows in some
    ]


def _replaced(ids: list[UUID], seqs: list[int]) -> QuerySet[Message, Any]:
    rows = with_any("about_seq", "bigint", ids, seqs).filter(kind__in=_REPLACING)
    return to_open(rows.order_by("conversation_id", "seq"))


_REPLACED = Compiled(_replaced, ids=any_ids(), seqs=any_numbers())


def said_between(conversation_id: UUID, first: int, last: int) -> list[Line]:
    """What people wrote from one number to another, as it stands; for looking at much at once, where
    naming each number would take longer than reading it."""
    here = Message.objects.filter(conversation_id=conversation_id)
    rows = opened(conversation_id, here.filter(kind__in=TOLD, seq__range=(first, last)))
    replaced = here.filter(kind__in=_REPLACING, about_seq__range=(first, last))
    changes = _by_message(opened(conversation_id, replaced.order_by("seq")))
    return [_standing(row, changes.get(row.seq, ())) for row in rows]


def _message(row: Line) -> int:
    """The number of the message a row says the words of."""
    return row.about if row.kind == MessageKind.EDIT and row.about else row.seq


def _standing(row: Line, changes: Sequence[Line]) -> Line:
    if not changes or row.kind not in (MessageKind.TEXT, MessageKind.EDIT):
        return row
    last = changes[-1]
    deleted = last.kind == MessageKind.DELETION
    if row.kind == MessageKind.EDIT:
        return row if row.seq == last.seq else replace(row, text=None)
    if deleted:
        return replace(row, text=None, deleted_at=last.at)
    return replace(row, text=last.text, edited_at=last.at)


def for_a_page(conversation_id: UUID, lines: Sequence[Line]) -> list[Line]:
    """Messages as they stand, each with the one it answers and with its reactions."""
    abouts = {line.about for line in lines if line.about is not None}
    rows = Message.objects.filter(conversation_id=conversation_id, seq__in=abouts)
    answered = list(opened(conversation_id, rows)) if abouts else []
    standing = as_it_stands(conversation_id, [*lines, *answered])
    quoted = {line.seq: line for line in standing}
    changes = _changes_of(conversation_id, [line.seq for line in lines], _REACTING)
    return [
        replace(
            line,
            quote=quoted.get(line.about) if line.about else None,
            reactions=_reactions(changes.get(line.seq, ())) if not line.gone else (),
        )
        for line in standing[: len(lines)]
    ]


def versions_of(conversation_id: UUID, seq: int) -> list[Line]:
    """All rows that say or said the words of one message and are still kept, in order, and its
    deletion: for its author, and for a report. Nobody else may see what was replaced."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq=seq)
    changes = _changes_of(conversation_id, [seq], _REPLACING).get(seq, [])
    return [row for row in [*opened(conversation_id, rows), *changes] if not row.gone]


def version_before(conversation_id: UUID, edit: Line) -> str:
    """What a message said before this edit of it; empty when that is not kept any more."""
    versions = versions_of(conversation_id, edit.about or 0)
    earlier = [row.text for row in versions if row.seq < edit.seq]
    return (earlier[-1] if earlier else None) or ""


def _changes_of(
    conversation_id: UUID, seqs: Collection[int], kinds: Collection[MessageKind]
) -> dict[int, list[Line]]:
    """The rows of these kinds about these messages, in order, by the number of the message."""
    if not seqs:
        return {}
    rows = Message.objects.filter(
        conversation_id=conversation_id, about_seq__in=seqs, kind__in=kinds
    )
    return _by_message(opened(conversation_id, rows.order_by("seq")))


def _by_message(rows: Iterable[Line]) -> dict[int, list[Line]]:
    changes: dict[int, list[Line]] = {}
    for row in rows:
        changes.setdefault(row.about or 0, []).append(row)
    return changes


def _reactions(changes: Iterable[Line]) -> tuple[str, ...]:
    """The codes that stand: of each person and code, the last row says whether it does."""
    standing = {
        (change.author_id, change.text): change.kind == MessageKind.REACTION for change in changes
    }
    codes = (code for (_who, code), stands in standing.items() if stands and code is not None)
    return tuple(dict.fromkeys(codes))
