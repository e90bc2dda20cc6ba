"""What later rows say about earlier messages (docs/adr/0009-changes-are-rows-of-the-ledger.md)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hearten.conversations.models import Message, MessageKind
from hearten.conversations.queries.rows import Line, opened


@dataclass(frozen=True, slots=True)
class Target:
    """A text that somebody wants to answer or change."""

    author_id: UUID | None


def targets_among(conversation_id: UUID, seqs: Collection[int]) -> dict[int, Target]:
    """Those of these numbers that are texts somebody wrote here."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, seq__in=seqs, kind=MessageKind.TEXT
    )
    return {seq: Target(author_id) for seq, author_id in rows.values_list("seq", "author_id")}


def for_a_page(conversation_id: UUID, lines: Sequence[Line]) -> list[Line]:
    """The same messages, each with the one it answers and with its reactions."""
    quoted = _quoted(conversation_id, lines)
    changes = _changes_of(conversation_id, [line.seq for line in lines])
    return [
        replace(
            line,
            quote=quoted.get(line.about) if line.about else None,
            reactions=_reactions(changes.get(line.seq, ())),
        )
        for line in lines
    ]


def _quoted(conversation_id: UUID, lines: Iterable[Line]) -> dict[int, Line]:
    abouts = {line.about for line in lines if line.about is not None}
    if not abouts:
        return {}
    rows = Message.objects.filter(conversation_id=conversation_id, seq__in=abouts)
    return {line.seq: line for line in opened(conversation_id, rows)}


def _changes_of(conversation_id: UUID, seqs: Collection[int]) -> dict[int, list[Line]]:
    """The rows that change these messages, in order, by the number of the message."""
    kinds = (MessageKind.REACTION, MessageKind.TAKEN_BACK)
    rows = Message.objects.filter(
        conversation_id=conversation_id, about_seq__in=seqs, kind__in=kinds
    )
    changes: dict[int, list[Line]] = {}
    for line in opened(conversation_id, rows.order_by("seq")):
        assert line.about is not None  # noqa: S101 - a constraint
        changes.setdefault(line.about, []).append(line)
    return changes


def _reactions(changes: Iterable[Line]) -> tuple[str, ...]:
    """The codes that stand: of each person and code, the last row says whether it does."""
    standing = {
        (change.author_id, change.text): change.kind == MessageKind.REACTION for change in changes
    }
    codes = (code for (_who, code), stands in standing.items() if stands and code is not None)
    return tuple(dict.fromkeys(codes))
