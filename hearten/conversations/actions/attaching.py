"""Pictures and audio notes: uploaded before the message that carries them, and pictures shown as their
receiver wants."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.attachments import actions as attachments
from hearten.attachments.queries import Attached
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.conversations import policies, queries
from hearten.conversations.actions import refusals
from hearten.conversations.models import Conversation, Participant
from hearten.conversations.rules import topic_of
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


def attach_picture(*, conversation_id: UUID, sent: bytes, words: str, by: Actor) -> Attached:
    """Keep a picture that `by` is about to send here; `send_message` names it. Until then nobody else
    sees it. Refused before it is looked at when a message would be; else as
    `attachments.keep_picture`, which takes seconds: never with a transaction open."""
    place, key = _place(conversation_id, by)
    return attachments.keep_picture(place=place, wrapped_key=key, sent=sent, words=words, by=by)


def attach_sound(*, conversation_id: UUID, sent: bytes, words: str, by: Actor) -> Attached:
    """The same for an audio note."""
    place, key = _place(conversation_id, by)
    return attachments.keep_sound(place=place, wrapped_key=key, sent=sent, words=words, by=by)


def _place(conversation_id: UUID, by: Actor) -> tuple[str, bytes]:
    """Where somebody who could write a message now keeps what goes with it, and its key."""
    conversation = queries.visible_to(by).filter(id=conversation_id).first()
    if conversation is None or by.actor_id is None:
        raise NotAllowed(refusals.not_yours().message)
    people = queries.participants_of(conversation.id)
    parted = policies.are_parted(conversation.kind, people)
    if conversation.ended_at is not None or parted or conversation.wrapped_key is None:
        raise NotPossible(refusals.over().message, code="ended")
    hold = hold_on(by.actor_id)
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")
    return topic_of(conversation.id), bytes(conversation.wrapped_key)


@transaction.atomic
def show_pictures(*, conversation_id: UUID, on: bool, by: Actor) -> None:
    """Choose whether what the other sends here stands on one's page at once, or opens when it is
    pressed. The other is not told. Said again, nothing changes."""
    conversation = Conversation.objects.filter(id=conversation_id).first()
    if conversation is None or by.actor_id is None or not policies.is_in(by, conversation):
        raise NotAllowed(_("This conversation is not open to you."))
    seat = Participant.objects.filter(conversation=conversation, account_id=by.actor_id)
    if seat.exclude(shows_pictures=on).update(shows_pictures=on):
        audit.record(
            verb=Verb.TALK_SETTINGS_CHANGED, subject=conversation, by=by, shows_pictures=on
        )
