"""Conversations, who is in them, and their messages."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, crypto, ids

MESSAGE_MOST = 10_000


class ConversationKind(models.TextChoices):
    """Between whom."""

    PAIR = "pair", _("One to one")
    ROOM = "room", _("Room")


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
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_pair_has_pairing",
                condition=Q(kind="pair", pairing__isnull=False)
                | Q(kind="room", pairing__isnull=True),
            ),
            models.CheckConstraint(name="conversation_seq_from_0", condition=Q(newest_seq__gte=0)),
        ]


class Participant(models.Model):
    """A person in a conversation, until they left it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="participations")
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    read_seq = models.BigIntegerField(default=0)
    """The newest message they have had on their screen, for "new since you were here"."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="participant_once", fields=["conversation", "account"]),
            models.CheckConstraint(
                name="participant_leaves_after_joining",
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
            ),
        ]


class MessageKind(models.TextChoices):
    """What a message is in the course of a conversation."""

    TEXT = "text", _("Message")
    CLOSING = "closing", _("Closing message")
    NOTICE = "notice", _("Notice")


class Message(models.Model):
    """One message. The row is its own record: it is added once and its text never changes."""

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
    kind = models.CharField(max_length=8, choices=MessageKind.choices, default=MessageKind.TEXT)
    sealed_text = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_seq_once", fields=["conversation", "seq"]),
            models.UniqueConstraint(name="message_client_id_once", fields=["author", "client_id"]),
            models.CheckConstraint(name="message_seq_from_1", condition=Q(seq__gte=1)),
            models.CheckConstraint(
                name="message_kind_known", condition=Q(kind__in=MessageKind.values)
            ),
        ]
