"""Looking for words in what a person may read. There is no index: texts are opened for this person,
on their request, newest first, and nothing of it is kept (docs/adr/0012-search-by-opening.md)."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hearten.accounts.models import Account
from hearten.conversations.models import Message
from hearten.conversations.queries.changes import TOLD, said_between
from hearten.conversations.queries.overview import others_of
from hearten.conversations.queries.people import visible_to
from hearten.conversations.queries.rows import Line
from hearten.conversations.rules import message_of, subject_of
from hearten.foundation.finding import Piece, excerpt, holds

ROWS = 10_000
SECONDS = 1.5
"""What one request may open and how long it may take; the next goes on from there."""
RESULTS = 20
FIRST, CHUNK = 200, 2_000
"""How many are opened at once: few first, for what people look for was mostly said lately."""

_Key = tuple[UUID, int]
"""A row: its conversation and its number."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A message with all the words."""

    conversation_id: UUID
    seq: int
    at: datetime
    own: bool
    other: str
    """With whom: their pseudonym, empty once their account is gone."""
    pieces: Sequence[Piece]


@dataclass(slots=True)
class Search:
    """How far a search came."""

    hits: list[Hit] = field(default_factory=list)
    further: str = ""
    """Where to go on; empty when everything was looked at."""
    back_to: datetime | None = None
    """When the oldest message was written that was looked at."""


def search(
    account: Account,
    words: tuple[str, ...],
    *,
    within: UUID | None = None,
    after: str = "",
    rows: int = ROWS,
    seconds: float = SECONDS,
) -> Search:
    """Messages this person may read that hold all the words (`foundation.finding.words_of`), newest
    first: as they stand now, so nothing that was replaced or deleted. `within` one conversation;
    `after` is where an earlier search stopped (`Search.further`). At most `RESULTS`, `rows` messages
    and about `seconds`."""
    scan = _Scan(account, words, within)
    until = time.monotonic() + seconds
    first = min(FIRST, rows)
    if scan.look_back(after, first, until):
        scan.look_back(scan.done.further, rows - first, until)
    return scan.done


class _Scan:
    """One request's look at what a person may read."""

    def __init__(self, account: Account, words: tuple[str, ...], within: UUID | None) -> None:
        mine = visible_to(account).filter(pairing__isnull=False)
        self.account, self.words, self.done = account, words, Search()
        self.mine = [
            *(mine if within is None else mine.filter(id=within)).values_list("id", flat=True)
        ]
        self.others = others_of(account, self.mine)

    def look_back(self, after: str, most: int, until: float) -> bool:
        """Look at `most` messages from where the last search stopped; gives whether to go on: there
        are more, and neither is the page full nor the time over."""
        keys = self._keys(after, most + 1)
        stopped = False
        for start in range(0, min(len(keys), most), CHUNK):
            self._look_at(keys[start : min(start + CHUNK, most)])
            stopped = len(self.done.hits) == RESULTS or time.monotonic() > until
            if stopped:
                break
        if keys and self.done.further == subject_of(*keys[-1]):
            self.done.further = ""
        return bool(self.done.further) and not stopped

    def _keys(self, after: str, most: int) -> list[_Key]:
        said = Message.objects.filter(conversation_id__in=self.mine, kind__in=TOLD)
        older = said.filter(self._older(after)).order_by("-at", "-id")
        return list(older.values_list("conversation_id", "seq")[:most])

    def _older(self, after: str) -> Q:
        try:
            conversation_id, seq = message_of(after)
        except ValueError:
            return Q()
        place = Message.objects.filter(conversation_id=conversation_id, seq=seq)
        for at, row_id in place.filter(conversation_id__in=self.mine).values_list("at", "id"):
            return Q(at__lt=at) | Q(at=at, id__lt=row_id)
        return Q()

    def _look_at(self, keys: Sequence[_Key]) -> None:
        """Open these messages and keep those with all the words, until there are enough."""
        lines = _lines(keys)
        for conversation_id, seq in keys:
            line = lines[conversation_id, seq]
            self.done.further, self.done.back_to = subject_of(conversation_id, seq), line.at
            if line.text is not None and holds(line.text, self.words):
                self.done.hits.append(self._hit(conversation_id, line, line.text))
                if len(self.done.hits) == RESULTS:
                    return

    def _hit(self, conversation_id: UUID, line: Line, text: str) -> Hit:
        _other_id, name = self.others.get(conversation_id, (None, ""))
        own = line.author_id == self.account.pk
        return Hit(conversation_id, line.seq, line.at, own, name, excerpt(text, self.words))


def _lines(keys: Iterable[_Key]) -> dict[tuple[UUID, int], Line]:
    """These messages as they stand, by their place. In order of time those of one conversation have
    no others between them, so that two numbers say which they are."""
    ranges: dict[UUID, tuple[int, int]] = {}
    for conversation_id, seq in keys:
        first, last = ranges.get(conversation_id, (seq, seq))
        ranges[conversation_id] = min(first, seq), max(last, seq)
    return {
        (conversation_id, line.seq): line
        for conversation_id, (first, last) in ranges.items()
        for line in said_between(conversation_id, first, last)
    }
