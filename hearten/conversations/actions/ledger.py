"""The one place where a conversation grows.

Locks are taken in one order everywhere, so that nobody waits in a circle: accounts, then the
conversation, then what matching locks. Sending takes only the conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from hearten.accounts.models import Account
from hearten.conversations.models import Conversation, Message, MessageKind
from hearten.conversations.rules import sealed_in, topic_of
from hearten.foundation import clock, crypto, live

_INSERT = f"""
INSERT INTO {Message._meta.db_table}
    (conversation_id, at, seq, author_id, client_id, kind, about_seq, sealed_text)
SELECT %s, %s, *
FROM unnest(%s::bigint[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::bytea[])
"""  # noqa: S608 - the table's name is ours


@dataclass(frozen=True, slots=True)
class Line:
    """A text about to be added, already cleaned. `author_id` is None for a notice."""

    author_id: UUID | None
    client_id: UUID
    text: str
    kind: MessageKind = MessageKind.TEXT
    about: int | None = None


def lock_account(account_id: UUID) -> None:
    """Hold a person's account: what they end, block or lose at the same time waits."""
    Account.objects.select_for_update(no_key=True).only("id").get(id=account_id)


def locked(conversation_id: UUID) -> Conversation | None:
    """The conversation, its row held until the transaction ends; None when there is none.

    FOR NO KEY UPDATE is enough to give out numbers one after the other, and lets other rows that
    point at the conversation be written meanwhile.
    """
    return (
        Conversation.objects.select_for_update(no_key=True)
        .only(
            "id",
            "kind",
            "newest_seq",
            "wrapped_key",
            "ended_at",
            "ended_by",
            "programme",
            "pairing",
        )
        .filter(id=conversation_id)
        .first()
    )


def append(*, conversation: Conversation, lines: Sequence[Line]) -> datetime:
    """Add lines to a `locked` conversation in one insert, number them on from its newest, and tell
    the gateways once. Gives the time they all got; `conversation.newest_seq` is moved on."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("append must run in the transaction that holds the conversation's lock")
    at = clock.now()
    key = crypto.unwrap(conversation.wrapped_key and bytes(conversation.wrapped_key))
    seqs = range(conversation.newest_seq + 1, conversation.newest_seq + 1 + len(lines))
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                conversation.id,
                at,
                list(seqs),
                [line.author_id for line in lines],
                [line.client_id for line in lines],
                [line.kind.value for line in lines],
                [line.about for line in lines],
                [
                    crypto.seal(key, line.text, context=sealed_in(conversation.id, seq))
                    for line, seq in zip(lines, seqs, strict=True)
                ],
            ],
        )
    conversation.newest_seq += len(lines)
    conversation.save(update_fields=["newest_seq"])
    live.publish_on_commit(topic_of(conversation.id), conversation.newest_seq)
    return at
