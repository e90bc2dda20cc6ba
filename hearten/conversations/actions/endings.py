"""Endings: by one of the two with a closing message, by a block, or by the programme.

Whatever the way, an ended conversation points at the words that say so: nobody vanishes.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.conversations import policies, queries
from hearten.conversations.actions.ledger import Line, append, heard_on, lock_account, locked
from hearten.conversations.models import (
    CLOSING_MOST,
    Conversation,
    ConversationKind,
    MessageKind,
    Notice,
    Participant,
)
from hearten.foundation import ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.matching import actions as matching
from hearten.matching.queries import EndReason


@dataclass(frozen=True, slots=True)
class Ending:
    """How a goodbye went."""

    conversation: Conversation
    words_sent: bool
    """Whether the closing words are in the conversation, now or since an earlier try."""


@transaction.atomic
def end_conversation(
    *,
    conversation_id: UUID,
    closing_words: str,
    reason: EndReason,
    never_again: bool = False,
    ask_again: bool = False,
    handover: str = "",
    handover_to: Account | None = None,
    by: Actor,
) -> Ending:
    """Say goodbye, end the pairing, and take the next step, all or nothing.

    `ask_again` is for the member, `handover` (words for the next supporter, perhaps with a
    colleague in `handover_to`) for the supporter. Ended by the other before, the closing words are
    a second goodbye if they come soon (`policies.may_add_goodbye`), and the rest is done either way.
    Called twice, it ends once, with one goodbye of each: the answer says whether these words are it.
    """
    words = _closing(closing_words)
    conversation = _held(conversation_id, by)
    if conversation.pairing_id is None:
        raise NotPossible(_("A room is not ended by one person."))
    _refuse_held(by)
    words_sent = _say_goodbye(conversation, words, by=by)
    matching.end_pairing(
        pairing_id=conversation.pairing_id,
        reason=reason,
        never_again=never_again,
        handover=handover,
        handover_to=handover_to,
        by=by,
    )
    if ask_again:
        matching.ask_again(pairing_id=conversation.pairing_id, by=by)
    return Ending(conversation, words_sent)


@transaction.atomic
def block_other(*, conversation_id: UUID, by: Actor) -> Conversation:
    """Never meet the other of a one-to-one conversation again. It and all else the two have open
    ends with a neutral notice: the other is told neither who ended it nor why, and neither can
    write or hear there any more."""
    together = _open_with_the_same(conversation_id, by)
    conversation = _held(conversation_id, by)
    if conversation.pairing_id is None or by.actor_id is None:
        raise NotPossible(_("You can block a person from your conversation with them."))
    other = queries.other_of(conversation, by.actor_id)
    if other is not None:
        accounts.block(of=other, by=by)
    for one in [conversation, *together]:
        _end_by_block(one, by=by)
    return conversation


@transaction.atomic
def on_account_suspended(*, account_id: UUID, by: Actor) -> None:
    """End all that a person had open, with a neutral notice, and let the members they supported
    wait again at once. For accounts.ports.bind_on_suspended; called again it changes nothing."""
    mine = Participant.objects.filter(account_id=account_id, left_at__isnull=True)
    open_ones = Conversation.objects.filter(
        kind=ConversationKind.PAIR, ended_at__isnull=True, participants__in=mine
    )
    _end_neutrally(open_ones, account_id, by=by)
    matching.end_all_for(account_id=account_id, by=by)


@transaction.atomic
def on_supporter_ended(*, account_id: UUID, programme_id: UUID, by: Actor) -> None:
    """End, with a neutral notice, what a person has open as a supporter in a programme, and let
    those they supported wait again at once. What they have as a member goes on, and they can still
    read what ended. For accounts.ports.bind_on_supporter_ended; called again it changes nothing."""
    open_ones = Conversation.objects.filter(
        programme=programme_id, ended_at__isnull=True, pairing__supporter=account_id
    )
    _end_neutrally(open_ones, account_id, by=by)
    matching.end_support(supporter_id=account_id, programme_id=programme_id, by=by)


def _end_neutrally(open_ones: QuerySet[Conversation], account_id: UUID, *, by: Actor) -> None:
    """End these one-to-one conversations of a person whose account is locked."""
    for other_id in queries.others_in(open_ones, account_id):
        lock_account(other_id)
    for conversation_id in list(open_ones.order_by("id").values_list("id", flat=True)):
        conversation = locked(conversation_id)
        if conversation is None or conversation.ended_at is not None:
            continue
        if not policies.may_end_for(by, account_id, conversation.programme_id):
            raise NotAllowed(_("Only the programme can do this."))
        finish(conversation, ended_notice(), by=by)


def _refuse_held(by: Actor) -> None:
    """Closing words are words. Somebody who may not write can still leave: a block ends it without."""
    hold = hold_on(by.actor_id) if by.actor_id else None
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")


def _closing(words: str) -> str:
    try:
        return clean_text(words, most=CLOSING_MOST)
    except Invalid as error:
        fields = {"closing_words": error.message}
        raise Invalid(error.message, code=error.code, fields=fields) from error


def _say_goodbye(conversation: Conversation, words: str, *, by: Actor) -> bool:
    """Add the words as the ending, or as the other goodbye of it. False: they came too late, or
    this person has said goodbye with other words."""
    line = Line(by.actor_id, ids.new_id(), words, MessageKind.CLOSING)
    if conversation.ended_at is None:
        finish(conversation, line, by=by)
        return True
    said = queries.goodbye_of(conversation.id, by)
    if said is not None:
        return said.text == words
    if not policies.may_add_goodbye(by, conversation):
        return False
    append(conversation=conversation, lines=[line])
    for account_id in queries.participants_of(conversation.id):
        live.nudge_on_commit(account_id)
    return True


def _held(conversation_id: UUID, by: Actor) -> Conversation:
    """The conversation, locked after the actor's account (see ledger), for one of its people."""
    if by.actor_id is not None:
        lock_account(by.actor_id)
    conversation = locked(conversation_id)
    if conversation is None or not policies.is_in(by, conversation):
        raise NotAllowed(_("This conversation is not open to you."))
    return conversation


def _open_with_the_same(conversation_id: UUID, by: Actor) -> list[Conversation]:
    """What the actor has open with the other of a conversation besides it. All are locked, that
    conversation too, by id: the other may be blocking from another of them at this moment."""
    if by.actor_id is None:
        return []
    lock_account(by.actor_id)
    seats = Participant.objects.filter(conversation=conversation_id)
    open_ones = Conversation.objects.filter(
        kind=ConversationKind.PAIR, ended_at__isnull=True, participants__account_id=by.actor_id
    ).filter(
        participants__account_id__in=seats.exclude(account_id=by.actor_id).values("account_id")
    )
    found = {conversation_id, *open_ones.values_list("id", flat=True)}
    held = [locked(one_id) for one_id in sorted(found)]
    return [one for one in held if one is not None and one.id != conversation_id]


def _end_by_block(conversation: Conversation, *, by: Actor) -> None:
    if conversation.ended_at is None:
        finish(conversation, ended_notice(), by=by)
    if conversation.pairing_id is not None:
        matching.end_pairing(
            pairing_id=conversation.pairing_id,
            reason=EndReason.UNCOMFORTABLE,
            never_again=True,
            by=by,
        )


def ended_notice() -> Line:
    """The neutral last words of what the programme or a block ended."""
    return Line(None, ids.new_id(), Notice.ENDED.value, MessageKind.NOTICE)


def finish(conversation: Conversation, line: Line, *, by: Actor) -> None:
    """End a `locked` conversation with its last words: everybody there hears them, and then no more."""
    at = append(conversation=conversation, lines=[line])
    conversation.ended_at = at
    conversation.ended_seq = conversation.newest_seq
    conversation.ended_by_id = line.author_id
    conversation.save(update_fields=["ended_at", "ended_seq", "ended_by"])
    audit.record(verb=Verb.CONVERSATION_ENDED, subject=conversation, by=by, how=line.kind.value)
    for account_id in queries.participants_of(conversation.id):
        live.nudge_on_commit(account_id)
        # The words of the ending still reach them; then nobody sees who looks at it, or types.
        for topic, upto in heard_on(conversation).items():
            live.revoke_on_commit(topic=topic, account_id=account_id, upto=upto)
