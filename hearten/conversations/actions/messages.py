"""Sending: messages, and changes of messages, which are rows of the same ledger. A row is its own
record (who, when, in which order, never changed), so a send writes no audit event beside it: the audit
would double every message and say no more.

Many conversations are written at once (docs/adr/0013-many-conversations-one-commit.md)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.conversations import policies, queries
from hearten.conversations.actions import refusals
from hearten.conversations.actions.desk import Desk, Draft, Sent
from hearten.conversations.actions.ledger import Line, append_to_many, heard_on, locked_among
from hearten.conversations.models import Conversation, MessageKind
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import HeartenError, Invalid, NotAllowed, NotPossible
from hearten.foundation.live import Refused

_ERRORS: dict[str, type[HeartenError]] = {"not_allowed": NotAllowed} | dict.fromkeys(
    ("ended", "held", "not_there", "own", "not_own", "too_late", "gone", "changed", "not_kept"),
    NotPossible,
)


def send_messages(
    *, conversation_id: UUID, drafts: Sequence[Draft], by: Actor
) -> list[Sent | Refused]:
    """Store a batch in one conversation, as `send_to_many` does; waits for whoever holds it."""
    sent = send_to_many(drafts={conversation_id: drafts}, wait=True, by=by)
    return sent[conversation_id]


def send_to_many(
    *, drafts: Mapping[UUID, Sequence[Draft]], wait: bool, by: Actor
) -> dict[UUID, list[Sent | Refused]]:
    """Store a batch for each of many conversations (by id) in the order given and answer each draft:
    one transaction, one insert, one notice, a constant number of queries.

    A draft that cannot be sent is refused with a code ("empty", "too_long", "binary", "bidi",
    "marks", "not_allowed", "ended", "held", "not_there", "own", "not_own", "too_late", "gone", "unknown",
    "not_kept", "changed") and the others go on. A repeated draft is answered as the first time, also after an
    ending; as anything else than it was, it is refused as "changed".

    Unless it is to `wait`, a conversation that somebody else holds is left out of the answer: nothing
    of it was decided. An error is one of all: whoever needs to know whose asks in smaller parts.
    """
    if not all(
        policies.may_speak_for(by, one.account_id) for some in drafts.values() for one in some
    ):
        raise NotAllowed(_("You can only write as yourself."))
    with transaction.atomic():
        held = locked_among(drafts.keys(), wait=wait)
        here = {id_: one for id_, one in held.items() if policies.may_bring_words(by, one)}
        known = queries.surroundings_of(here.values(), _asked(drafts))
        desks = {id_: Desk(one, drafts[id_], known[id_]) for id_, one in here.items()}
        fresh = {desk.conversation: lines for desk in desks.values() if (lines := desk.take())}
        _write(fresh, desks)
    missing = drafts.keys() - here.keys() if wait else ()
    return {id_: desk.outcomes() for id_, desk in desks.items()} | {
        id_: [refusals.not_yours() for _draft in drafts[id_]] for id_ in missing
    }


def _asked(drafts: Mapping[UUID, Sequence[Draft]]) -> dict[UUID, queries.Asked]:
    """What the drafts want to be known about their conversations."""
    return {
        id_: queries.Asked(
            authors={one.account_id for one in some},
            client_ids={one.client_id for one in some},
            abouts={one.about for one in some if one.about is not None},
        )
        for id_, some in drafts.items()
    }


def _write(fresh: Mapping[Conversation, Sequence[Line]], desks: Mapping[UUID, Desk]) -> None:
    """Write what was decided, and tell the topics and the people beside them."""
    if not fresh:
        return
    firsts = {conversation: conversation.newest_seq + 1 for conversation in fresh}
    at = append_to_many(fresh)
    newest = {topic: seq for one in fresh for topic, seq in heard_on(one).items()}
    for conversation, first in firsts.items():
        others = desks[conversation.id].wrote(first, at)
        newest |= {live.topic_of_person(other): 0 for other in others}
    live.publish_all_on_commit(newest)


def send_message(
    *,
    conversation_id: UUID,
    client_id: UUID,
    text: str,
    about: int | None = None,
    attachment_ids: Sequence[UUID] = (),
    by: Actor,
) -> Sent:
    """Send one message as `by`; for pages. Raises what the batch would have refused."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can write a message."))
    carried = tuple(attachment_ids)
    draft = Draft(by.actor_id, client_id, text, about, attachment_ids=carried)
    return _sent(conversation_id, draft, by)


def react(
    *, conversation_id: UUID, client_id: UUID, about: int, reaction: str, on: bool, by: Actor
) -> Sent:
    """Put a reaction to the other's message, or take it back; for pages. Either is there or not
    there afterwards, however often it is said."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can react."))
    return _sent(conversation_id, Draft.reaction(by.actor_id, client_id, about, reaction, on), by)


def edit_message(
    *, conversation_id: UUID, client_id: UUID, about: int, text: str, by: Actor
) -> Sent:
    """Change what `by` wrote within the last hour; for pages. What it said is kept for a report as
    long as a deleted message (`rules.KEPT_FOR`), and what it says now is read for danger."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person who wrote it can change it."))
    return _sent(conversation_id, Draft(by.actor_id, client_id, text, about, MessageKind.EDIT), by)


def delete_message(*, conversation_id: UUID, client_id: UUID, about: int, by: Actor) -> Sent:
    """Take back what `by` wrote: from now on it is in no page and no event. Deleted before, it is
    answered as then. For pages."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person who wrote it can delete it."))
    return _sent(
        conversation_id, Draft(by.actor_id, client_id, "", about, MessageKind.DELETION), by
    )


def _sent(conversation_id: UUID, draft: Draft, by: Actor) -> Sent:
    [outcome] = send_messages(conversation_id=conversation_id, drafts=[draft], by=by)
    if isinstance(outcome, Sent):
        return outcome
    raise _ERRORS.get(outcome.code, Invalid)(outcome.message, code=outcome.code)
