"""Pure facts about messages."""

from uuid import UUID


def sealed_in(conversation_id: UUID, seq: int) -> str:
    """The context a message's text is sealed in: its place. A text that somebody moved in the
    database, even within its conversation, does not open."""
    return f"conversations.Message.text:{conversation_id}:{seq}"
