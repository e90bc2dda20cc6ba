"""What every page of a conversation begins with."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from hearten.accounts.access import PersonRequest
from hearten.accounts.models import Account
from hearten.conversations import queries
from hearten.conversations.models import Conversation
from hearten.matching import queries as matching


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation as one of its two people finds it."""

    conversation: Conversation
    reader: Account
    other: Account | None
    """None once their account is gone."""
    pairing: Any
    """The matching.Pairing; matching's models are its own."""

    @property
    def is_member(self) -> bool:
        """Whether the reader is the one who is supported."""
        return bool(self.pairing.member_id == self.reader.id)

    @property
    def other_name(self) -> str:
        """The other's pseudonym; empty once their account is gone."""
        return self.other.pseudonym if self.other else ""


def place(request: PersonRequest, conversation_id: UUID) -> Place:
    """The one-to-one conversation, for one of its people; for anybody else it is not there."""
    mine = queries.visible_to(request.user).filter(pairing__isnull=False)
    conversation = get_object_or_404(mine, id=conversation_id)
    assert conversation.pairing_id is not None  # noqa: S101 - filtered
    return Place(
        conversation=conversation,
        reader=request.user,
        other=queries.other_of(conversation, request.user.id),
        pairing=matching.pairing_visible_to(request.user, conversation.pairing_id),
    )
