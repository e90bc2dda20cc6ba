"""Whoever is not here is told that somebody wrote, if they want to be."""

from collections.abc import Sequence
from uuid import UUID

from hearten.accounts.queries import blocked_with
from hearten.conversations import queries
from hearten.conversations.models import Conversation, ConversationKind, MessageKind
from hearten.conversations.rules import topic_of
from hearten.foundation.actors import Actor
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind

_TOLD = (MessageKind.TEXT, MessageKind.CLOSING)
"""What somebody wants to know of. A reaction and a change are seen when one is there anyway."""
_KINDS: dict[str, NewsKind] = {
    ConversationKind.PAIR: NewsKind.TALK,
    ConversationKind.CIRCLE: NewsKind.COMMUNITY,
}


def note_news(conversation: Conversation, lines: Sequence[queries.Line], *, by: Actor) -> None:
    """Note these messages for the others of a pair or a group who have not had them on their screen and
    may read them. Called where messages are read after their commit, from a mark that survives a crash:
    sending waits for nobody."""
    newest: dict[UUID, int] = {}
    for line in lines:
        if line.author_id is not None and line.kind in _TOLD:
            newest[line.author_id] = line.seq
    kind = _KINDS.get(conversation.kind)
    if not newest or kind is None:
        return
    read = queries.how_far_read(conversation.id)
    behind: set[UUID] = set()
    for author, seq in newest.items():
        hidden = blocked_with(author) | {author}
        behind |= {one for one, had in read.items() if had < seq and one not in hidden}
    notifications.note(people=behind, kind=kind, place=topic_of(conversation.id), by=by)
