"""What messages carry."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from hearten.attachments.queries import Attached, described
from hearten.conversations.models import MessageAttachment
from hearten.conversations.queries.rows import Line


def carrying(conversation_id: UUID, lines: Sequence[Line]) -> list[Line]:
    """The lines with what they carry, where their words are still there. Two queries, and none where
    none carries anything."""
    seqs = [line.seq for line in lines if line.attached and not line.gone]
    if not seqs:
        return [*lines]
    links = MessageAttachment.objects.filter(conversation_id=conversation_id, seq__in=seqs)
    rows = links.order_by("seq", "position").values_list(
        "seq", "attachment_id", "conversation__wrapped_key"
    )
    carried = [(seq, pk, wrapped) for seq, pk, wrapped in rows]
    known = described([pk for _seq, pk, _key in carried], carried[0][2]) if carried else {}
    found: dict[int, tuple[Attached, ...]] = {}
    for seq, pk, _key in carried:
        if pk in known:
            found[seq] = (*found.get(seq, ()), known[pk])
    return [replace(line, attachments=found.get(line.seq, ())) for line in lines]


def attachment_ids_of(conversation_id: UUID, seqs: Collection[int]) -> list[UUID]:
    """Everything these messages carry, whatever became of them, in order."""
    links = MessageAttachment.objects.filter(conversation_id=conversation_id, seq__in=seqs)
    return list(links.order_by("seq", "position").values_list("attachment_id", flat=True))
