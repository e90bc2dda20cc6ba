"""Reading what was said in a conversation."""

from collections.abc import Collection
from uuid import UUID

from hearten.conversations.models import SAID, Message, MessageKind
from hearten.conversations.queries.changes import for_a_page
from hearten.conversations.queries.rows import Line, opened
from hearten.conversations.rules import message_of
from hearten.foundation.actors import Actor


def lines_after(conversation_id: UUID, after: int, most: int) -> list[Line]:
    """Up to `most` rows with a number above `after`, in order: messages and changes of messages."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq__gt=after)
    return list(opened(conversation_id, rows.order_by("seq")[:most]))


def lines_before(conversation_id: UUID, before: int | None, most: int) -> list[Line]:
    """The last `most` messages with a number below `before` (None: of all), in order."""
    rows = Message.objects.filter(conversation_id=conversation_id, kind__in=SAID)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    lines = list(opened(conversation_id, rows.order_by("-seq")[:most]))[::-1]
    return for_a_page(conversation_id, lines)


def line_of(conversation_id: UUID, seq: int) -> Line | None:
    """One message by its number."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq=seq)
    return next(opened(conversation_id, rows), None)


def goodbye_of(conversation_id: UUID, by: Actor) -> Line | None:
    """The closing message of one person, if there is one."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, author_id=by.actor_id, kind=MessageKind.CLOSING
    )
    return next(opened(conversation_id, rows), None)


def text_of(subject_id: str) -> str | None:
    """The text a finding or report is about; None when it was erased or is not there."""
    line = line_of(*message_of(subject_id))
    return line.text if line else None


def lines_with(conversation_id: UUID, client_ids: Collection[UUID]) -> list[Line]:
    """The messages of a conversation that were sent under these client ids."""
    rows = Message.objects.filter(conversation_id=conversation_id, client_id__in=client_ids)
    return list(opened(conversation_id, rows))
