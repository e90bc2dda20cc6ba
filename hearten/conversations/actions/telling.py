"""Whoever is not here is told that somebody wrote, if they want to be."""

from collections.abc import Sequence
from uuid import UUID

from hearten.conversations import queries
from hearten.conversations.models import Conversation, ConversationKind, MessageKind
from hearten.conversations.rules import topic_of
from hearten.foundation.actors import Actor
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind

_TOLD = (MessageKind.TEXT, MessageKind.CLOSING)
"""What somebody wants to know of. A reaction and a change are seen when one is there anyway."""


def note_news(conversation: Conversation, lines: Sequence[queries.Line], *, by: Actor) -> None:
    """Note these messages for the other of a pair who has not had them on their screen. Called where
    messages are read after their commit, from a mark that survives a crash: sending waits for nobody."""
    if conversation.kind != ConversationKind.PAIR:
        return
    newest: dict[UUID, int] = {}
    for line in lines:
        if line.author_id is not None and line.kind in _TOLD:
            newest[line.author_id] = line.seq
    if not newest:
        return
    behind = {
        account_id
        for account_id, read_seq in queries.how_far_read(conversation.id).items()
        if any(seq > read_seq for author, seq in newest.items() if author != account_id)
    }
    notifications.note(people=behind, kind=NewsKind.TALK, place=topic_of(conversation.id), by=by)
