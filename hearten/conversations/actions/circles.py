"""The room of a group: opened, entered, left and ended by the group's own domain, which has asked who
may be in it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import policies, queries
from hearten.conversations.actions.endings import ended_notice, finish
from hearten.conversations.actions.ledger import Line, locked
from hearten.conversations.models import (
    CLOSING_MOST,
    Conversation,
    ConversationKind,
    MessageKind,
    Participant,
)
from hearten.conversations.rules import circle_topic_of
from hearten.foundation import clock, ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.text import clean_field


@transaction.atomic
def open_circle(*, programme: Programme, by: Actor) -> Conversation:
    """A room with nobody in it yet."""
    _require_keeper(by)
    conversation = Conversation.objects.create(programme=programme, kind=ConversationKind.CIRCLE)
    audit.record(
        verb=Verb.CONVERSATION_OPENED, subject=conversation, by=by, kind=conversation.kind, people=0
    )
    return conversation


@transaction.atomic
def enter_circle(*, conversation_id: UUID, account_id: UUID, by: Actor) -> None:
    """Let somebody into a group's room: they read what is said from now on. In it, nothing changes."""
    _require_keeper(by)
    seat, fresh = Participant.objects.get_or_create(
        conversation_id=conversation_id,
        account_id=account_id,
        defaults={"read_seq": queries.newest_seq(conversation_id)},
    )
    if not fresh and seat.left_at is not None:
        seat.joined_at, seat.left_at = clock.now(), None
        seat.read_seq = queries.newest_seq(conversation_id)
        seat.save(update_fields=["joined_at", "left_at", "read_seq"])


@transaction.atomic
def leave_circle(*, conversation_id: UUID, account_id: UUID, by: Actor) -> None:
    """Take somebody out of a group's room: from now on they read and hear nothing of it."""
    _require_keeper(by)
    here = Participant.objects.filter(conversation_id=conversation_id, account_id=account_id)
    if here.filter(left_at__isnull=True).update(left_at=clock.now()):
        topic = circle_topic_of(conversation_id)
        live.revoke_on_commit(topic=topic, account_id=account_id, upto=0)


@transaction.atomic
def end_circle(
    *, conversation_id: UUID, by: Actor, closing_words: str = "", host_id: UUID | None = None
) -> None:
    """End a group's room with the last words of its host, or with a notice that it ended. Ended before,
    nothing changes."""
    _require_keeper(by)
    conversation = locked(conversation_id)
    if conversation is None or conversation.ended_at is not None:
        return
    line = ended_notice()
    if host_id is not None:
        words = clean_field(closing_words, "words", most=CLOSING_MOST)
        line = Line(host_id, ids.new_id(), words, MessageKind.CLOSING)
    finish(conversation, line, by=by)


def _require_keeper(by: Actor) -> None:
    if not policies.may_keep_circles(by):
        raise NotAllowed(_("The group keeps its room."))
