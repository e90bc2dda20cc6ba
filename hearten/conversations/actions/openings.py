"""Opening a conversation."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations.actions.ledger import Line, append
from hearten.conversations.models import (
    Conversation,
    ConversationKind,
    MessageKind,
    Notice,
    Participant,
)
from hearten.foundation import ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def open_for_pairing(*, pairing_id: UUID, by: Actor) -> Conversation:
    """Give a pairing its place to talk, with a first notice; called twice, one opens.

    For matching.ports: called in the transaction that makes the pairing.
    """
    pairing = Conversation(pairing_id=pairing_id).pairing
    assert pairing is not None  # noqa: S101 - it was given by its id
    if by.actor_id not in (None, pairing.member_id, pairing.supporter_id):
        raise NotAllowed(_("Only the two people can open their conversation."))
    conversation, opened = Conversation.objects.get_or_create(
        pairing_id=pairing_id,
        defaults={"kind": ConversationKind.PAIR, "programme_id": pairing.programme_id},
    )
    if not opened:
        return conversation
    people = (pairing.member_id, pairing.supporter_id)
    _seat(conversation, people, by=by)
    append(
        conversation=conversation,
        lines=[Line(None, ids.new_id(), Notice.OPENED.value, MessageKind.NOTICE)],
    )
    for person in people:
        live.nudge_on_commit(person)
    return conversation


@transaction.atomic
def open_room(*, programme: Programme, account_ids: Collection[UUID], by: Actor) -> Conversation:
    """Open a room for these people. By rule only, until groups give rooms their hosts."""
    if by.actor_id is not None:
        raise NotAllowed(_("Rooms are opened by the programme."))
    conversation = Conversation.objects.create(programme=programme, kind=ConversationKind.ROOM)
    _seat(conversation, account_ids, by=by)
    return conversation


def _seat(conversation: Conversation, account_ids: Collection[UUID], *, by: Actor) -> None:
    Participant.objects.bulk_create(
        Participant(conversation=conversation, account_id=account_id) for account_id in account_ids
    )
    audit.record(
        verb=Verb.CONVERSATION_OPENED,
        subject=conversation,
        by=by,
        kind=conversation.kind,
        people=len(account_ids),
    )
