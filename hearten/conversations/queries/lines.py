"""Reading what was said in a conversation."""

from collections.abc import Collection
from uuid import UUID

from hearten.attachments.queries import Attached, unsent_by
from hearten.conversations.models import (
    SAID,
    Conversation,
    Message,
    MessageAttachment,
    MessageKind,
)
from hearten.conversations.queries.attached import carrying
from hearten.conversations.queries.changes import as_it_stands, for_a_page
from hearten.conversations.queries.rows import Line, opened
from hearten.conversations.queries.streams import lines_after_in
from hearten.conversations.rules import message_of, topic_of
from hearten.foundation.actors import Actor


def lines_after(conversation_id: UUID, after: int, most: int) -> list[Line]:
    """Up to `most` rows with a number above `after`, in order: messages and changes of messages, and
    no words that do not stand any more."""
    return lines_after_in([(conversation_id, after, most)])[0]


def entries_after(conversation_id: UUID, after: int, most: int) -> list[Line]:
    """The same with the words as they were written, for what looks at everything that was: the
    reading for danger. No page may show it."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq__gt=after)
    return list(opened(conversation_id, rows.order_by("seq")[:most]))


def lines_before(conversation_id: UUID, before: int | None, most: int) -> list[Line]:
    """The last `most` messages with a number below `before` (None: of all), in order."""
    rows = Message.objects.filter(conversation_id=conversation_id, kind__in=SAID)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    lines = list(opened(conversation_id, rows.order_by("-seq")[:most]))[::-1]
    return carrying(conversation_id, for_a_page(conversation_id, lines))


def lines_around(conversation_id: UUID, seq: int, most: int) -> list[Line]:
    """About `most` messages around a number, in order, half of them up to it."""
    said = Message.objects.filter(conversation_id=conversation_id, kind__in=SAID)
    upto = list(opened(conversation_id, said.filter(seq__lte=seq).order_by("-seq")[: most // 2]))
    beyond = list(opened(conversation_id, said.filter(seq__gt=seq).order_by("seq")[: most // 2]))
    return carrying(conversation_id, for_a_page(conversation_id, [*upto[::-1], *beyond]))


def line_of(conversation_id: UUID, seq: int) -> Line | None:
    """One message by its number, as it stands."""
    rows = Message.objects.filter(conversation_id=conversation_id, seq=seq, kind__in=SAID)
    lines = as_it_stands(conversation_id, list(opened(conversation_id, rows)))
    return next(iter(carrying(conversation_id, lines)), None)


def line_with_reactions(conversation_id: UUID, seq: int) -> Line | None:
    """One message by its number, as it stands on a page."""
    line = line_of(conversation_id, seq)
    return for_a_page(conversation_id, [line])[0] if line is not None else None


def goodbye_of(conversation_id: UUID, by: Actor) -> Line | None:
    """The closing message of one person, if there is one."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, author_id=by.actor_id, kind=MessageKind.CLOSING
    )
    return next(opened(conversation_id, rows), None)


def text_of(subject_id: str) -> str | None:
    """The text a finding is about, as it was written; None when it is not kept."""
    conversation_id, seq = message_of(subject_id)
    rows = Message.objects.filter(conversation_id=conversation_id, seq=seq)
    return next((line.text for line in opened(conversation_id, rows)), None)


def carried_by(conversation_id: UUID, attachment_id: UUID) -> tuple[Line, Attached] | None:
    """An attachment and the message that carries it, while its words are there; whoever may read the
    one may see the other."""
    links = MessageAttachment.objects.filter(
        conversation_id=conversation_id, attachment_id=attachment_id
    )
    seq = links.values_list("seq", flat=True).first()
    line = line_of(conversation_id, seq) if seq is not None else None
    if line is None:
        return None
    return next(((line, one) for one in line.attachments if one.id == attachment_id), None)


def unsent_in(
    conversation: Conversation, account_id: UUID, attachment_ids: Collection[UUID]
) -> list[Attached]:
    """Those of these that a person uploaded here and has not sent: nobody else's to see."""
    place = topic_of(conversation.id)
    return unsent_by(account_id, place, attachment_ids, conversation.wrapped_key)
