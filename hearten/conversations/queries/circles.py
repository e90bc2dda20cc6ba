"""Reading the room of a group: for one of its people, from when they came."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.conversations.models import (
    SAID,
    WORDS,
    Message,
    Participant,
)
from hearten.conversations.queries.changes import for_a_page
from hearten.conversations.queries.rows import Line, opened
from hearten.foundation.arrays import is_any_of


def circle_lines_before(
    conversation_id: UUID, reader: Account, before: int | None, most: int
) -> list[Line]:
    """The last `most` messages with a number below `before` (None: of all), in order."""
    rows = _readable(conversation_id, reader)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return for_a_page(
        conversation_id, list(opened(conversation_id, rows.order_by("-seq")[:most]))[::-1]
    )


def circle_lines_after(conversation_id: UUID, reader: Account, after: int, most: int) -> list[Line]:
    """The first `most` messages with a number above `after`, in order."""
    rows = _readable(conversation_id, reader).filter(seq__gt=after).order_by("seq")[:most]
    return for_a_page(conversation_id, list(opened(conversation_id, rows)))


def circle_line(conversation_id: UUID, reader: Account, seq: int) -> Line | None:
    """One message this person may read."""
    rows = _readable(conversation_id, reader).filter(seq=seq)
    return next(iter(for_a_page(conversation_id, list(opened(conversation_id, rows)))), None)


def _readable(conversation_id: UUID, reader: Account) -> QuerySet[Message]:
    """What was said since they came, by nobody with whom they have a block, whoever made it."""
    seat = Participant.objects.filter(
        conversation=conversation_id, account=reader, left_at__isnull=True
    ).first()
    if seat is None:
        return Message.objects.none()
    said = Message.objects.filter(conversation_id=conversation_id, kind__in=SAID)
    said = said.filter(at__gte=seat.joined_at)
    return said.exclude(author__in=blocked_with(reader.pk))


def unread_in_circles(reader: Account, ids: Collection[UUID]) -> dict[UUID, int]:
    """How much is new for this person in each of these rooms, where anything is."""
    seats = Participant.objects.filter(is_any_of("conversation_id", ids), account=reader)
    counts = {
        seat.conversation_id: _readable(seat.conversation_id, reader)
        .filter(seq__gt=seat.read_seq)
        .exclude(author=reader)
        .count()
        for seat in seats.filter(left_at__isnull=True)
    }
    return {id_: count for id_, count in counts.items() if count}


def own_words_in(conversation_id: UUID, account_id: UUID) -> Iterator[Line]:
    """All that one person said there, in order: for their export."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, author=account_id, kind__in=WORDS
    )
    return opened(conversation_id, rows.order_by("seq"))
