"""The live stream of a conversation: who may listen, and what an event looks like."""

from typing import Any
from uuid import UUID

from hearten.conversations import policies, queries
from hearten.foundation.live import Event, Listener, TopicKind

NAME = "conversation"


def _may_listen(listener: Listener, key: str) -> bool:
    conversation_id = conversation_id_of(key)
    return conversation_id is not None and policies.may_hear(listener.account_id, conversation_id)


def _newest(key: str) -> int:
    conversation_id = conversation_id_of(key)
    return queries.newest_seq(conversation_id) if conversation_id else 0


def _events_after(key: str, after: int, most: int) -> list[Event]:
    conversation_id = conversation_id_of(key)
    if conversation_id is None:
        return []
    return [event(line) for line in queries.lines_after(conversation_id, after, most)]


def event(line: queries.Line) -> dict[str, Any]:
    """A message as the client gets it.

    `author` is an account's id or None; `id` is the author's client id; `text` is None when it was
    erased. The text of a notice is its code: each page says it in its reader's language.
    """
    return {
        "seq": line.seq,
        "kind": line.kind,
        "author": str(line.author_id) if line.author_id else None,
        "id": str(line.client_id),
        "text": line.text,
        "at": line.at.isoformat(),
    }


def conversation_id_of(key: str) -> UUID | None:
    """The conversation that a topic's key names, or None.

    Only the canonical form is a name: another spelling would be a topic nobody publishes to.
    """
    try:
        conversation_id = UUID(key)
    except ValueError:
        return None
    return conversation_id if str(conversation_id) == key else None


CONVERSATION = TopicKind(
    name=NAME,
    may_listen=_may_listen,
    newest=_newest,
    events_after=_events_after,
    signals=frozenset({"typing"}),
    presence=True,
)
