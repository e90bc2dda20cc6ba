"""The one place where a conversation grows.

Locks are taken in one order everywhere, so that nobody waits in a circle: accounts, then the
conversation, then what matching locks. Sending takes only the conversation.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.attachments import actions as attachments
from hearten.conversations.models import (
    Conversation,
    ConversationKind,
    Message,
    MessageAttachment,
    MessageKind,
)
from hearten.conversations.rules import circle_topic_of, sealed_in, topic_of
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import SystemActor
from hearten.foundation.arrays import as_array, is_any_of
from hearten.foundation.compiled import Compiled, any_ids

_INSERT = f"""
INSERT INTO {Message._meta.db_table}
    (at, conversation_id, seq, author_id, client_id, kind, about_seq, attached, sealed_text)
SELECT %s, *
FROM unnest(
    %s::uuid[], %s::bigint[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::smallint[],
    %s::bytea[]
)
"""  # noqa: S608 - the table's name is ours
_MOVE_ON = f"""
UPDATE {Conversation._meta.db_table} AS conversation SET newest_seq = moved.seq
FROM unnest(%s::uuid[], %s::bigint[]) AS moved (id, seq) WHERE conversation.id = moved.id
"""  # noqa: S608 - the table's name is ours
_SENDING = SystemActor("sending")
_LOCKED = (
    "id",
    "kind",
    "newest_seq",
    "wrapped_key",
    "ended_at",
    "ended_by",
    "programme",
    "pairing",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text about to be added, already cleaned. `author_id` is None for a notice."""

    author_id: UUID | None
    client_id: UUID
    text: str
    kind: MessageKind = MessageKind.TEXT
    about: int | None = None
    attachment_ids: tuple[UUID, ...] = ()
    """What it carries, held by `attachments.hold_unsent`."""


def lock_account(account_id: UUID) -> None:
    """Hold a person's account: what they end, block or lose at the same time waits."""
    Account.objects.select_for_update(no_key=True).only("id").get(id=account_id)


def locked(conversation_id: UUID) -> Conversation | None:
    """The conversation, its row held until the transaction ends; None when there is none."""
    return locked_among([conversation_id], wait=True).get(conversation_id)


def locked_among(ids: Collection[UUID], *, wait: bool) -> dict[UUID, Conversation]:
    """Those of these conversations that there are, their rows held until the transaction ends, taken in
    the order of their ids. Unless it is to `wait`, those that somebody else holds are not among them.

    FOR NO KEY UPDATE is enough to give out numbers one after the other, and lets other rows that
    point at the conversation be written meanwhile.
    """
    asked = _TO_LOCK if wait else _FREE_TO_LOCK
    return {one.id: one for one in asked.instances(ids=[*ids])}


def _to_lock(ids: Collection[UUID], *, wait: bool) -> QuerySet[Conversation]:
    rows = Conversation.objects.select_for_update(no_key=True, skip_locked=not wait)
    return rows.only(*_LOCKED).filter(is_any_of("id", ids)).order_by("id")


_TO_LOCK = Compiled(partial(_to_lock, wait=True), ids=any_ids())
_FREE_TO_LOCK = Compiled(partial(_to_lock, wait=False), ids=any_ids())


def append(*, conversation: Conversation, lines: Sequence[Line]) -> datetime:
    """Add lines to a `locked` conversation and tell the gateways. Gives the time they all got;
    `conversation.newest_seq` is moved on."""
    at = append_to_many({conversation: lines})
    live.publish_all_on_commit(heard_on(conversation))
    return at


def heard_on(conversation: Conversation) -> dict[str, int]:
    """The topics on which it is told that a `locked` conversation grew, each with its number. To a group's
    own pages that is a nudge, and each of them asks for its part."""
    heard = {topic_of(conversation.id): conversation.newest_seq}
    if conversation.kind == ConversationKind.CIRCLE:
        heard[circle_topic_of(conversation.id)] = 0
    return heard


def append_to_many(lines: Mapping[Conversation, Sequence[Line]]) -> datetime:
    """Add lines to `locked` conversations in one insert, number them on from the newest of each, and
    move that on. Gives the time they all got. The caller tells the gateways."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("lines are added in the transaction that holds the conversation's lock")
    at = clock.now()
    rows = [row for conversation, some in lines.items() for row in _rows(conversation, some)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [at, *map(as_array, zip(*rows, strict=True))])
        for conversation, some in lines.items():
            _attach(conversation, some)
            conversation.newest_seq += len(some)
        moved = [(one.id, one.newest_seq) for one in lines]
        cursor.execute(_MOVE_ON, [*map(as_array, zip(*moved, strict=True))])
    return at


def _rows(conversation: Conversation, lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    """What goes into the table for each line, in the order of _INSERT."""
    key = crypto.unwrap(conversation.wrapped_key and bytes(conversation.wrapped_key))
    for seq, line in enumerate(lines, start=conversation.newest_seq + 1):
        sealed = crypto.seal(key, line.text, context=sealed_in(conversation.id, seq))
        yield (
            conversation.id,
            seq,
            line.author_id,
            line.client_id,
            line.kind.value,
            line.about,
            len(line.attachment_ids),
            sealed,
        )


def _attach(conversation: Conversation, lines: Sequence[Line]) -> None:
    """Let the rows that were just added, numbered on from the newest, carry what they are to."""
    links = [
        MessageAttachment(
            conversation=conversation, seq=seq, position=position, attachment_id=attachment_id
        )
        for seq, line in enumerate(lines, start=conversation.newest_seq + 1)
        for position, attachment_id in enumerate(line.attachment_ids)
    ]
    if links:
        MessageAttachment.objects.bulk_create(links)
        sent = [link.attachment_id for link in links]
        attachments.mark_sent(attachment_ids=sent, by=_SENDING)
