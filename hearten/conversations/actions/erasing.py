"""A person's words go out of their conversations; what the others said stays with the others."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.attachments import actions as attachments
from hearten.conversations.actions.keys import destroy_key
from hearten.conversations.actions.ledger import locked
from hearten.conversations.models import (
    Conversation,
    Message,
    MessageAttachment,
    Participant,
    TalkSettings,
)
from hearten.conversations.rules import ERASED
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Blank every message of this person, delete their pictures, and forget who wrote it; where
    nobody else is left, also destroy the conversation's key. The database lets it through for
    somebody whose erasure is being done, and for nobody else. For accounts.ports.bind_keeper, after
    all that was open has ended."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    taken.delete(TalkSettings.objects.filter(account=account))
    seats = Participant.objects.filter(account=account)
    for conversation_id in seats.order_by("conversation_id").values_list(
        "conversation_id", flat=True
    ):
        conversation = locked(conversation_id)
        if conversation is not None:
            _blank(conversation, account, taken, by=by)
    taken.add(attachments.erase(account=account, by=by))  # those never sent, too
    taken.change(seats.filter(left_at__isnull=True), left_at=clock.now())
    return taken


def _blank(conversation: Conversation, account: Account, taken: Taken, *, by: Actor) -> None:
    said = Message.objects.filter(conversation=conversation, author=account)
    pictured = list(said.filter(attached__gt=0).values_list("seq", flat=True))
    taken.change(said, author=None, sealed_text=ERASED)
    taken.delete(MessageAttachment.objects.filter(conversation=conversation, seq__in=pictured))
    others = Participant.objects.filter(conversation=conversation).exclude(account=account)
    for other in others.values_list("account_id", flat=True):
        live.nudge_on_commit(other)
    if others.filter(account__erased_at__isnull=True).exists() or conversation.ended_at is None:
        return
    if conversation.wrapped_key is not None:
        taken.keys.append(crypto.key_print(conversation.wrapped_key))
        destroy_key(conversation_id=conversation.pk, by=by)
