"""What has to be known before drafts are taken, of many conversations in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from hearten.accounts.queries import block_pairs
from hearten.conduct.queries import Hold, holds_on, may_be_held
from hearten.conversations.models import (
    Conversation,
    ConversationKind,
    Message,
    MessageKind,
    Participant,
)
from hearten.conversations.queries.attached import carrying
from hearten.conversations.queries.changes import Target
from hearten.conversations.queries.rows import Line, opened_in, to_open, with_any
from hearten.foundation.arrays import is_any_of
from hearten.foundation.compiled import Compiled, any_ids, any_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be known about one conversation."""

    authors: Set[UUID]
    client_ids: Set[UUID] = frozenset()
    abouts: Set[int] = frozenset()


@dataclass(slots=True)
class Surroundings:
    """What is known about one conversation."""

    seats: dict[UUID, tuple[bool, bool]] = field(default_factory=dict)
    """Who is in it now, whether their account is active and whether a measure might hold them:
    everybody of a pair; of a room, which may be large, only those who were asked for."""
    holds: dict[UUID, Hold] = field(default_factory=dict)
    parted: bool = False
    """Whether the two of a pair are parted by a block."""
    lines: list[Line] = field(default_factory=list)
    """The rows that were stored under these client ids."""
    targets: dict[int, Target] = field(default_factory=dict)
    """Those of the numbers that are texts somebody wrote here."""


def surroundings_of(
    conversations: Collection[Conversation], asked: Mapping[UUID, Asked]
) -> dict[UUID, Surroundings]:
    """Of each of these conversations what was asked about it."""
    known = {one.id: Surroundings() for one in conversations}
    asked = {id_: asked[id_] for id_ in known}
    pairs = [one.id for one in conversations if one.kind == ConversationKind.PAIR]
    _seat(known, asked, pairs)
    _hold(known, asked)
    _part(known, pairs)
    if any(one.client_ids for one in asked.values()):
        for id_, line in opened_in(_SENT.rows(**_wanted(asked, "client_ids"))):
            known[id_].lines.append(line)
    for id_, around in known.items():
        around.lines = carrying(id_, around.lines)
    if any(one.abouts for one in asked.values()):
        _find_targets(known, asked)
    return known


def _seat(
    known: dict[UUID, Surroundings], asked: Mapping[UUID, Asked], pairs: Collection[UUID]
) -> None:
    """Everybody of pairs; of rooms only who was asked for. Two questions: in one, PostgreSQL would look
    at every seat of a large room to find a few."""
    rooms = [*(known.keys() - set(pairs))]
    seats = _OF_PAIRS.rows(conversation_ids=[*pairs]) if pairs else []
    if rooms:
        authors = {author for id_ in rooms for author in asked[id_].authors}
        seats += _OF_ROOMS.rows(conversation_ids=rooms, account_ids=[*authors])
    for id_, account_id, active, held in seats:
        known[id_].seats[account_id] = (active, held)


def _of_pairs(conversation_ids: Collection[UUID]) -> QuerySet[Participant, Any]:
    seats = Participant.objects.filter(
        is_any_of("conversation_id", conversation_ids), left_at__isnull=True
    )
    seats = seats.annotate(held=may_be_held(OuterRef("account_id")))
    return seats.values_list("conversation_id", "account_id", "account__is_active", "held")


def _of_rooms(
    conversation_ids: Collection[UUID], account_ids: Collection[UUID]
) -> QuerySet[Participant, Any]:
    return _of_pairs(conversation_ids).filter(is_any_of("account_id", account_ids))


_OF_PAIRS = Compiled(_of_pairs, conversation_ids=any_ids())
_OF_ROOMS = Compiled(_of_rooms, conversation_ids=any_ids(), account_ids=any_ids())


def _hold(known: Mapping[UUID, Surroundings], asked: Mapping[UUID, Asked]) -> None:
    doubtful = {
        account_id
        for id_, around in known.items()
        for account_id, (_active, held) in around.seats.items()
        if held and account_id in asked[id_].authors
    }
    holds = holds_on(doubtful) if doubtful else {}
    for around in known.values() if holds else ():
        around.holds = {one: holds[one] for one in around.seats if one in holds}


def _part(known: Mapping[UUID, Surroundings], pairs: Iterable[UUID]) -> None:
    """In a room a block hides people from each other; it silences neither."""
    seats = {id_: known[id_].seats.keys() for id_ in pairs}
    blocks = block_pairs({one for some in seats.values() for one in some}) if seats else ()
    for id_, some in seats.items() if blocks else ():
        known[id_].parted = any(frozenset(two) in blocks for two in combinations(some, 2))


def _find_targets(known: dict[UUID, Surroundings], asked: Mapping[UUID, Asked]) -> None:
    wanted = _wanted(asked, "abouts")
    gone = {(id_, line.about): line for id_, line in opened_in(_DELETIONS.rows(**wanted))}
    for id_, seq, author_id, at in _TEXTS.rows(**wanted):
        known[id_].targets[seq] = Target(author_id, at, gone.get((id_, seq)))


def _wanted(asked: Mapping[UUID, Asked], name: str) -> dict[str, list[Any]]:
    """Each conversation with each of its own values."""
    pairs = [(id_, value) for id_, one in asked.items() for value in getattr(one, name)]
    return {"ids": [id_ for id_, _value in pairs], "values": [value for _id, value in pairs]}


def _sent(ids: list[UUID], values: list[UUID]) -> QuerySet[Message, Any]:
    return to_open(with_any("client_id", "uuid", ids, values))


def _deletions(ids: list[UUID], values: list[int]) -> QuerySet[Message, Any]:
    return to_open(with_any("about_seq", "bigint", ids, values).filter(kind=MessageKind.DELETION))


def _texts(ids: list[UUID], values: list[int]) -> QuerySet[Message, Any]:
    texts = with_any("seq", "bigint", ids, values).filter(kind=MessageKind.TEXT)
    return texts.values_list("conversation_id", "seq", "author_id", "at")


_SENT = Compiled(_sent, ids=any_ids(), values=any_ids())
_DELETIONS = Compiled(_deletions, ids=any_ids(), values=any_numbers())
_TEXTS = Compiled(_texts, ids=any_ids(), values=any_numbers())
