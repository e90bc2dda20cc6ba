"""Webhooks, and what each is told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, crypto, ids
from hearten.integrations.rules import ADDRESS_MOST


class Happening(models.TextChoices):
    """What a webhook may be told."""

    SPACE_OPENED = "space.opened", _("Everybody can read a space")
    SPACE_CLOSED = "space.closed", _("A space is for members again")
    THREAD_CREATED = "thread.created", _("Somebody began something that everybody can read")
    GROUP_LISTED = "group.listed", _("A group comes into the list")
    GROUP_CLOSED = "group.closed", _("A group of the list is closed, or leaves the list")
    EVENT_ANNOUNCED = "event.announced", _("A group of the list says when it meets")
    EVENT_CANCELLED = "event.cancelled", _("It does not meet then")


TEST = "test"
"""What is told when a manager tries whether it arrives."""


class Webhook(models.Model):
    """An address that is told. Who registered it is in the record alone."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    address = models.CharField(max_length=ADDRESS_MOST)
    kinds = ArrayField(models.CharField(max_length=20))
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, editable=False)
    sealed_secret = models.BinaryField()
    sealed_old_secret = models.BinaryField(null=True)
    """Signs beside the new one until `old_until`."""
    old_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    off_at = models.DateTimeField(null=True)
    """Since when it is told nothing."""
    failed_in_a_row = models.PositiveSmallIntegerField(default=0)
    """Deliveries that were given up since one arrived."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="webhook_is_https", condition=Q(address__startswith="https://")
            ),
            models.CheckConstraint(
                name="webhook_is_told_something",
                condition=Q(kinds__contained_by=Happening.values, kinds__len__gte=1),
            ),
            models.CheckConstraint(
                name="webhook_old_secret_whole",
                condition=Q(sealed_old_secret__isnull=True, old_until__isnull=True)
                | Q(sealed_old_secret__isnull=False, old_until__isnull=False),
            ),
        ]

    @property
    def was_switched_off(self) -> bool:
        """Whether it is off because nobody took what it was told."""
        return self.off_at is not None and self.failed_in_a_row > 0


class TellingState(models.TextChoices):
    """Where a telling stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Arrived")
    GIVEN_UP = "given_up", _("Given up")


class Telling(models.Model):
    """One happening told to one webhook: `webhook-id` is its id, in every repeat."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="tellings", db_index=False)
    kind = models.CharField(max_length=20, choices=[*Happening.choices, (TEST, _("A test"))])
    cause = models.CharField(max_length=120)
    """What happened: told once."""
    body = models.TextField()
    """The JSON as it is signed and sent."""
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=TellingState.choices, default=TellingState.WAITING
    )
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    answered = models.CharField(max_length=40, blank=True)
    """The last status, or why there is none, as a code."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="telling_once", fields=["webhook", "cause"]),
            models.CheckConstraint(
                name="telling_leased_while_sent",
                condition=Q(state=TellingState.SENDING, leased_until__isnull=False)
                | (~Q(state=TellingState.SENDING) & Q(leased_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="telling_sent_has_its_time",
                condition=Q(state=TellingState.SENT, sent_at__isnull=False)
                | (~Q(state=TellingState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="telling_due",
                condition=Q(state__in=[TellingState.WAITING, TellingState.SENDING]),
            ),
            models.Index(fields=["webhook", "-made_at"], name="telling_of_webhook"),
        ]
