"""Erasure: without its key a conversation can never be read again."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import policies, queries
from hearten.conversations.actions.forgetting import release
from hearten.conversations.actions.ledger import locked
from hearten.conversations.models import Conversation, MessageAttachment
from hearten.conversations.rules import topic_of
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def destroy_key(*, conversation_id: UUID, by: Actor) -> Conversation:
    """Make every text of an ended conversation unreadable, in this database and in every copy of
    it whose key is destroyed likewise, and delete its pictures. Who, when and in which order stay.
    Called twice, once."""
    if not policies.may_destroy_key(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    conversation = locked(conversation_id)
    if conversation is None:
        raise NotPossible(_("There is no such conversation."))
    if conversation.wrapped_key is None:
        return conversation
    if conversation.ended_at is None:
        raise NotPossible(_("End the conversation before it is erased."))
    conversation.wrapped_key = None
    conversation.save(update_fields=["wrapped_key"])
    release(MessageAttachment.objects.filter(conversation=conversation), by=by)
    audit.record(verb=Verb.KEY_DESTROYED, subject=conversation, by=by)
    for account_id in queries.participants_of(conversation.id):
        # Nobody should listen after the ending; should somebody, not one more word.
        live.revoke_on_commit(topic=topic_of(conversation.id), account_id=account_id, upto=0)
    return conversation
