"""Reading the room: who said what, as somebody in the group finds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from hearten.accounts.models import Account
from hearten.conversations import queries as talks
from hearten.conversations.queries import Line
from hearten.groups.models import Group, Seat

PAGE = 30
CATCH_UP = 100
"""Messages on a page of the room, and as many as an open page is given at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message as somebody finds it. The account behind it stands on no page."""

    line: Line
    seat: Seat | None
    """None for a notice, and for who is gone."""
    own: bool


def said_before(reader: Account, group: Group, before: int | None) -> list[Said]:
    """The last messages with a number below `before` (None: of all), in order."""
    lines = talks.circle_lines_before(group.conversation_id, reader, before, PAGE)
    return _said(reader, group, lines)


def said_after(reader: Account, group: Group, after: int) -> list[Said]:
    """The first messages with a number above `after`, in order."""
    lines = talks.circle_lines_after(group.conversation_id, reader, after, CATCH_UP)
    return _said(reader, group, lines)


def said_under(reader: Account, group: Group, seq: int) -> Said | None:
    """One message this person may read."""
    line = talks.circle_line(group.conversation_id, reader, seq)
    return next(iter(_said(reader, group, [line])), None) if line else None


def _said(reader: Account, group: Group, lines: Iterable[Line]) -> list[Said]:
    lines = list(lines)
    authors = {line.author_id for line in lines if line.author_id}
    seats = {one.account_id: one for one in Seat.objects.filter(group=group, account__in=authors)}
    return [
        Said(line, _with_a_name(seats.get(line.author_id)), own=line.author_id == reader.pk)
        for line in lines
    ]


def _with_a_name(seat: Seat | None) -> Seat | None:
    return seat if seat is not None and seat.name else None
