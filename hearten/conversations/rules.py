"""Pure facts about conversations: how topics are named, and in what context texts are sealed."""

from datetime import datetime, timedelta
from uuid import UUID

TOPIC = "conversation"
CARE_TOPIC = "care"
"""Tells the pages of a conversation that what they show about danger has changed."""
READING_TOPIC = "reading"
"""Tells the pages of a conversation that the other may have read further."""
CIRCLE_TOPIC = "circle"
"""Tells the pages of a group's room that there is more to read, and nothing else."""
SUBJECT = "conversations.message"
"""What a message is called in reports and findings."""
ERASED = b""
"""What stands where a message stood whose author was erased."""
MOST_SEQ = 2**63 - 1
"""A number beyond this is no message's."""
GOODBYE_WINDOW = timedelta(minutes=10)
"""How long after the other's goodbye a closing message is still taken: somebody may have been
writing theirs. The database holds to it too (migration 0003)."""

EDIT_WINDOW = timedelta(hours=1)
"""How long its author may change a message. The database holds to it too (migration 0009)."""
KEPT_FOR = timedelta(days=30)
"""How long a version that was replaced or deleted stays sealed for a report; then a job empties it.
The database lets it through no earlier (migration 0009)."""

ACQUAINTED_AFTER = timedelta(days=14)
"""Until then the page before a link says that there is no hurry."""


def may_still_edit(*, said_at: datetime, now: datetime) -> bool:
    """Whether a message is young enough to be changed by who wrote it."""
    return now - said_at <= EDIT_WINDOW


def kept_until(gone_at: datetime) -> datetime:
    """Until when words that were replaced or deleted then are kept for a report."""
    return gone_at + KEPT_FOR


def know_each_other(opened_at: datetime, now: datetime) -> bool:
    """Whether two people have talked long enough that a link is nothing to be told to be slow about."""
    return now - opened_at >= ACQUAINTED_AFTER


def may_still_say_goodbye(*, ended_at: datetime, now: datetime) -> bool:
    """Whether a goodbye still belongs to this ending."""
    return now - ended_at <= GOODBYE_WINDOW


def topic_of(conversation_id: UUID) -> str:
    """The live topic of a conversation."""
    return f"{TOPIC}:{conversation_id}"


def care_topic_of(conversation_id: UUID) -> str:
    """The topic on which the conversation's pages hear that their care has changed."""
    return f"{CARE_TOPIC}:{conversation_id}"


def reading_topic_of(conversation_id: UUID) -> str:
    """The topic on which the conversation's pages hear that somebody has read further."""
    return f"{READING_TOPIC}:{conversation_id}"


def circle_topic_of(conversation_id: UUID) -> str:
    """The topic on which the pages of a group's room hear that there is more to read."""
    return f"{CIRCLE_TOPIC}:{conversation_id}"


def conversation_id_of(key: str) -> UUID | None:
    """The conversation that a topic's key names, or None.

    Only the canonical form is a name: another spelling would be a topic nobody publishes to.
    """
    try:
        conversation_id = UUID(key)
    except ValueError:
        return None
    return conversation_id if str(conversation_id) == key else None


def subject_of(conversation_id: UUID, seq: int) -> str:
    """Which message a report or a finding is about."""
    return f"{conversation_id}/{seq}"


def message_of(subject_id: str) -> tuple[UUID, int]:
    """The conversation and number that `subject_of` named."""
    conversation_id, _slash, seq = subject_id.partition("/")
    return UUID(conversation_id), int(seq)


def sealed_in(conversation_id: UUID, seq: int) -> str:
    """The context a message's text is sealed in: its place. A text that somebody moved in the
    database, even within its conversation, does not open."""
    return f"conversations.Message.text:{conversation_id}:{seq}"
