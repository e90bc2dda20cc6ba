"""What a person chose for how a conversation is: whether it is known how far they read, and whether
pictures stand there at once."""

from uuid import UUID

from hearten.accounts.queries import is_blocked
from hearten.conversations.models import Conversation, ConversationKind, Participant, TalkSettings


def shows_read(account_id: UUID) -> bool:
    """Whether a person chose to show how far they have read."""
    return TalkSettings.objects.filter(account=account_id, shows_read=True).exists()


def how_far_read(conversation_id: UUID) -> dict[UUID, int]:
    """The newest number each of those who are in it has had on their screen. For the programme's own
    work: nobody is shown it here."""
    seats = Participant.objects.filter(conversation=conversation_id, left_at__isnull=True)
    return dict(seats.values_list("account_id", "read_seq"))


def read_by_other(conversation: Conversation, account_id: UUID) -> int | None:
    """The newest number the other has had on their screen. None, which says nothing about them, unless
    both show it, the conversation is open and no block parts the two."""
    if conversation.kind != ConversationKind.PAIR or conversation.ended_at is not None:
        return None
    seats = Participant.objects.filter(
        conversation=conversation,
        left_at__isnull=True,
        account__is_active=True,
        account__talk_settings__shows_read=True,
    )
    read = dict(seats.values_list("account_id", "read_seq"))
    mine = read.pop(account_id, None)
    if mine is None or len(read) != 1:
        return None
    [(other_id, seq)] = read.items()
    return None if is_blocked(account_id, other_id) else seq


def shows_pictures(conversation: Conversation, account_id: UUID) -> bool:
    """Whether a person chose to see what the other sends here without pressing first."""
    return Participant.objects.filter(
        conversation=conversation, account_id=account_id, shows_pictures=True
    ).exists()
