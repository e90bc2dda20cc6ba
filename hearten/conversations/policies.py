"""Who may do what in a conversation."""

from collections.abc import Collection, Iterable
from itertools import combinations
from uuid import UUID

from hearten.accounts.models import Role
from hearten.accounts.policies import is_self
from hearten.accounts.queries import has_role, is_blocked
from hearten.conversations import queries
from hearten.conversations.models import Conversation, ConversationKind, MessageKind
from hearten.conversations.rules import may_still_say_goodbye
from hearten.foundation import clock
from hearten.foundation.actors import Actor


def may_speak_for(by: Actor, account_id: UUID) -> bool:
    """A person writes as themselves; the system hands over what people wrote (the live gateway,
    which has seen who they are)."""
    return by.actor_id in (None, account_id)


def may_bring_words(by: Actor, conversation: Conversation) -> bool:
    """Into the room of a group only the person themselves, from the group's pages, which ask what the
    group asks of its people; into any other the system too, which hands over what people wrote."""
    return by.actor_id is not None or conversation.kind != ConversationKind.CIRCLE


def are_parted(kind: str, account_ids: Iterable[UUID]) -> bool:
    """Whether the two people of a one-to-one conversation are parted by a block.

    In a room a block hides people from each other; it silences neither.
    """
    if kind != ConversationKind.PAIR:
        return False
    return any(is_blocked(one, other) for one, other in combinations(account_ids, 2))


def may_hear(account_id: UUID, conversation_id: UUID) -> bool:
    """Whether somebody may hear a conversation live now: in it, with an active account, while it
    goes on, and, one to one, without a block between the two. False also for a conversation that
    does not exist."""
    return bool(who_may_hear([(account_id, conversation_id)]))


def who_may_hear(
    asked: Collection[tuple[UUID, UUID]], *, circles: bool = False
) -> frozenset[tuple[UUID, UUID]]:
    """Those of these (account, conversation) of which `may_hear` holds, in a constant number of
    queries. A group's room is heard of on a topic of its own: only `circles`, or none of them."""
    authors: dict[UUID, set[UUID]] = {}
    for account_id, conversation_id in asked:
        authors.setdefault(conversation_id, set()).add(account_id)
    kinds = (
        (ConversationKind.CIRCLE,) if circles else (ConversationKind.PAIR, ConversationKind.ROOM)
    )
    going_on = [one for one in queries.going_on_among(authors.keys()) if one.kind in kinds]
    about = {id_: queries.Asked(authors=some) for id_, some in authors.items()}
    known = queries.surroundings_of(going_on, about)
    return frozenset(
        (account_id, id_)
        for account_id, id_ in asked
        if id_ in known
        and not known[id_].parted
        and known[id_].seats.get(account_id, (False, False))[0]
    )


def may_hear_the_end(account_id: UUID, conversation_id: UUID) -> bool:
    """Whether somebody who was away may still hear how a conversation ended: whoever may read its
    page, after a block as after a goodbye, so that the one is not told from the other."""
    conversation = _known(conversation_id)
    if conversation is None or conversation.ended_at is None:
        return False
    if conversation.kind == ConversationKind.CIRCLE:
        return False
    return queries.present_in(conversation, [account_id]).get(account_id, False)


def _known(conversation_id: UUID) -> Conversation | None:
    known = Conversation.objects.only("id", "kind", "ended_at")
    return known.filter(id=conversation_id).first()


def is_in(by: Actor, conversation: Conversation) -> bool:
    """Whether the actor is one of the people of a conversation, with an active account."""
    if by.actor_id is None:
        return False
    return queries.present_in(conversation, [by.actor_id]).get(by.actor_id, False)


def may_report(by: Actor, line: queries.Line) -> bool:
    """What another person wrote, also what they deleted as long as it is kept; not one's own words
    and not the system's notices."""
    theirs = line.author_id is not None and line.author_id != by.actor_id
    return theirs and not line.forgotten


def may_change(by: Actor, line: queries.Line) -> bool:
    """Whether the page for changing or deleting a message is the actor's: their own words, not
    deleted. Until when is for the action to say."""
    own = line.author_id is not None and line.author_id == by.actor_id
    return own and line.kind == MessageKind.TEXT and line.deleted_at is None


def may_forget_versions(by: Actor) -> bool:
    """The rule alone."""
    return by.actor_id is None


def may_add_goodbye(by: Actor, conversation: Conversation) -> bool:
    """Whether a closing message is taken although it is over: from the one who was told goodbye, a
    short time after it. Not after a block, and not when the programme ended it."""
    if by.actor_id is None or conversation.ended_at is None:
        return False
    if conversation.ended_by_id in (None, by.actor_id):
        return False
    if are_parted(conversation.kind, queries.participants_of(conversation.id)):
        return False
    return may_still_say_goodbye(ended_at=conversation.ended_at, now=clock.now())


def may_end_for(by: Actor, account_id: UUID, programme_id: UUID) -> bool:
    """What follows when a person is suspended or leaves: themselves, the system, and the managers
    and moderators of the programme."""
    return is_self(by, account_id) or has_role(
        by.actor_id, programme_id, Role.MANAGER, Role.MODERATOR
    )


def may_destroy_key(by: Actor) -> bool:
    """Only erasure by rule: one person's wish must not take the other's words by hand."""
    return by.actor_id is None


def may_keep_circles(by: Actor) -> bool:
    """The group's own domain, which has asked who may be in it."""
    return by.actor_id is None


def may_read_for_danger(by: Actor) -> bool:
    """The programme's own reading: no person reads along."""
    return by.actor_id is None
