"""Who may do what in a conversation."""

from collections.abc import Iterable
from itertools import combinations
from uuid import UUID

from hearten.accounts.queries import is_blocked
from hearten.conversations import queries
from hearten.conversations.models import Conversation, ConversationKind
from hearten.foundation.actors import Actor


def may_speak_for(by: Actor, account_id: UUID) -> bool:
    """A person writes as themselves; the system hands over what people wrote (the live gateway,
    which has seen who they are)."""
    return by.actor_id in (None, account_id)


def are_parted(kind: str, account_ids: Iterable[UUID]) -> bool:
    """Whether the two people of a one-to-one conversation are parted by a block.

    In a room a block hides people from each other; it silences neither.
    """
    if kind != ConversationKind.PAIR:
        return False
    return any(is_blocked(one, other) for one, other in combinations(account_ids, 2))


def may_hear(account_id: UUID, conversation_id: UUID) -> bool:
    """Whether somebody may hear a conversation live now: in it, with an active account, and, one to
    one, without a block between the two. False also for a conversation that does not exist."""
    conversation = Conversation.objects.only("id", "kind").filter(id=conversation_id).first()
    if conversation is None:
        return False
    present = queries.present_in(conversation, [account_id])
    return present.get(account_id, False) and not are_parted(conversation.kind, present)


def may_destroy_key(by: Actor) -> bool:
    """Only erasure by rule: one person's wish must not take the other's words by hand."""
    return by.actor_id is None
