"""Conversations, who is in them, and their messages."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.attachments.rules import MOST_TOGETHER
from hearten.foundation import clock, crypto, ids

MESSAGE_MOST = 10_000
CLOSING_MOST = 2_000
"""Characters of a message, and of a closing message."""


class ConversationKind(models.TextChoices):
    """Between whom."""

    PAIR = "pair", _("One to one")
    ROOM = "room", _("Room")
    CIRCLE = "circle", _("Group")
    """The room of a group. Its people know each other by other names than their accounts', so nothing
    of it says whose a row is but to the group's own pages."""


class Conversation(models.Model):
    """A stream of messages with one key. `newest_seq` is given out under the row's lock."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ConversationKind.choices)
    pairing = models.OneToOneField(
        "matching.Pairing", models.CASCADE, null=True, related_name="conversation"
    )
    newest_seq = models.BigIntegerField(default=0)
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    """Destroying it is erasure: whatever was written here can never be read again."""
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_seq = models.BigIntegerField(null=True)
    """The closing message, or the notice of the ending. The database asks for a real message here
    (migration 0002), so that no conversation ends without a word."""
    ended_by = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")
    """Who ended it with a closing message; None for an ending by the programme or by a block."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_pair_has_pairing",
                condition=Q(kind="pair", pairing__isnull=False)
                | Q(kind__in=["room", "circle"], pairing__isnull=True),
            ),
            models.CheckConstraint(name="conversation_seq_from_0", condition=Q(newest_seq__gte=0)),
            models.CheckConstraint(
                name="conversation_ending_whole",
                condition=Q(ended_at__isnull=True, ended_seq__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_seq__isnull=False),
            ),
            models.CheckConstraint(
                name="conversation_open_has_key",
                condition=Q(wrapped_key__isnull=False) | Q(ended_at__isnull=False),
            ),
        ]


class Participant(models.Model):
    """A person in a conversation, until they left it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="participations")
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    read_seq = models.BigIntegerField(default=0)
    """The newest message they have had on their screen, for "new since you were here"."""
    shows_pictures = models.BooleanField(default=False, db_default=False)
    """Whether they chose to see what the other sends without pressing first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="participant_once", fields=["conversation", "account"]),
            models.CheckConstraint(name="participant_read_from_0", condition=Q(read_seq__gte=0)),
            models.CheckConstraint(
                name="participant_leaves_after_joining",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
            ),
        ]


class Notice(models.TextChoices):
    """What a notice says. The code is what is stored, so that each reads it in their language."""

    OPENED = (
        "opened",
        _(
            "You are both here. There is no hurry and no right way to begin. "
            "What you can expect of each other is at the top of this page."
        ),
    )
    ENDED = "ended", _("This conversation has ended.")


class MessageKind(models.TextChoices):
    """What a message is in the course of a conversation."""

    TEXT = "text", _("Message")
    CLOSING = "closing", _("Closing message")
    NOTICE = "notice", _("Notice")
    REACTION = "reaction", _("Reaction")
    TAKEN_BACK = "taken_back", _("Reaction taken back")
    EDIT = "edit", _("Change")
    DELETION = "deletion", _("Deletion")


SAID = (MessageKind.TEXT, MessageKind.CLOSING, MessageKind.NOTICE)
"""What stands in the talk by itself. Everything else changes an earlier message."""
WORDS = (MessageKind.TEXT, MessageKind.CLOSING, MessageKind.EDIT)
"""What somebody wrote."""


class Reaction(models.TextChoices):
    """What somebody means who has no words just now."""

    WITH_YOU = "with_you", _("With you")
    THANK_YOU = "thank_you", _("Thank you")
    HOPE = "hope", _("Hope")
    ME_TOO = "me_too", _("Me too")


class Message(models.Model):
    """One message. The row is its own record: it is added once and its text never changes.

    A trigger (migrations 0002, 0006, 0009) refuses every UPDATE but forgetting the author and blanking
    the text, when the author is erased or long enough after it was replaced or deleted; and every
    DELETE as long as the conversation's key is there.
    Another (migration 0003)
    refuses every message after the ending but the other's goodbye, shortly after it.
    """

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", db_index=False
    )
    seq = models.BigIntegerField()
    author = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="messages", db_index=False
    )
    """None for a notice from the system, or after the author's erasure."""
    client_id = models.UUIDField(default=ids.new_id)
    """Chosen by the client, the same on every retry: display and storage happen once."""
    kind = models.CharField(max_length=10, choices=MessageKind.choices, default=MessageKind.TEXT)
    about_seq = models.BigIntegerField(null=True)
    """The earlier message of the same conversation that this one answers or changes (a foreign key,
    migration 0007; whose may be changed how, a trigger, migration 0009)."""
    sealed_text = models.BinaryField()
    """Sealed with the conversation's key in the context `rules.sealed_in`; the code of a notice
    or a reaction. Empty
    (`rules.ERASED`) once its author was erased."""
    attached = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How many attachments it carries. At commit they are all there (a trigger, migration 0011)."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                name="message_about",
                fields=["conversation", "about_seq"],
                condition=Q(about_seq__isnull=False),
            ),
            models.Index(
                name="message_replaces", fields=["at"], condition=Q(kind__in=["edit", "deletion"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="message_seq_once", fields=["conversation", "seq"]),
            # Within the conversation, whose lock orders all its writes: a client id used in two
            # conversations at once can then never break somebody else's batch.
            models.UniqueConstraint(
                name="message_client_id_once", fields=["conversation", "client_id", "author"]
            ),
            models.CheckConstraint(
                name="message_notice_has_no_author",
                condition=~Q(kind="notice") | Q(author__isnull=True),
            ),
            models.UniqueConstraint(
                name="message_one_goodbye_each",
                fields=["conversation", "author"],
                condition=Q(kind="closing"),
            ),
            models.CheckConstraint(name="message_seq_from_1", condition=Q(seq__gte=1)),
            models.CheckConstraint(
                name="message_about_an_earlier",
                condition=Q(about_seq__isnull=True, kind__in=["text", "closing", "notice"])
                | Q(
                    about_seq__isnull=False,
                    about_seq__lt=F("seq"),
                    kind__in=["text", "reaction", "taken_back", "edit", "deletion"],
                ),
            ),
            models.CheckConstraint(
                name="message_kind_known", condition=Q(kind__in=MessageKind.values)
            ),
            models.CheckConstraint(
                name="message_carries_a_few",
                condition=Q(attached=0) | Q(attached__lte=MOST_TOGETHER, kind="text"),
            ),
        ]


class MessageAttachment(models.Model):
    """That a message carries an attachment.

    A trigger (migration 0011) lets in only what the message's own author uploaded for this
    conversation; refuses every UPDATE; and lets it go only when the author is erased, the message
    was deleted long enough ago, or the conversation's key is gone.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    """The message's number (a foreign key with the conversation, migration 0011)."""
    position = models.PositiveSmallIntegerField()
    """Its place among those of the message, from 0."""
    attachment = models.OneToOneField(
        "attachments.Attachment", models.PROTECT, related_name="carried"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="message_attachment_position_once",
                fields=["conversation", "seq", "position"],
            ),
        ]


class TalkSettings(models.Model):
    """What a person chose for all their conversations. Without a row: nothing of it."""

    account = models.OneToOneField(
        "accounts.Account", models.CASCADE, primary_key=True, related_name="talk_settings"
    )
    shows_read = models.BooleanField(default=False)
    """Whether the other sees how far this person has read, and this person how far the other has."""


class TriageMark(models.Model):
    """How far a conversation's messages have been read for danger (docs/concepts/danger.md)."""

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="triage_mark"
    )
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="triage_mark_from_0", condition=Q(seq__gte=0)),
        ]
