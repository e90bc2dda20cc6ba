"""Ways to reach a person, the outbox, and what somebody wants to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids
from hearten.notifications.rules import DIGEST_AT, QUIET_FROM, QUIET_TO, Rhythm


class Kind(models.TextChoices):
    """By what a word reaches somebody."""

    IN_APP = "in_app", _("On the pages")
    PUSH = "push", _("Notification in a browser")
    EMAIL = "email", _("Email")
    SMS = "sms", _("Text message")
    VOICE = "voice", _("Phone call")


WAY_KINDS = (Kind.PUSH, Kind.EMAIL, Kind.SMS)
"""What a person can leave. A number that is texted is also the one that is called."""


NEWS_KINDS = (Kind.PUSH, Kind.EMAIL)
"""By what news goes: texts and calls are for danger."""


class Way(models.Model):
    """An address of a person. Of a browser it is the subscription: where its push service listens, and
    the keys only that browser has the other half of."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed_address = models.BinaryField(null=True)
    """With the key of the account; nothing once it is gone."""
    print = models.CharField(max_length=64)
    """A keyed hash of the address, so that it is there once."""
    made_at = models.DateTimeField(default=clock.now)
    verified_at = models.DateTimeField(null=True)
    """Unverified, it is sent a code and nothing else."""
    sealed_code = models.BinaryField(null=True)
    code_sent_at = models.DateTimeField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)
    """How many codes were sent."""
    tries = models.PositiveSmallIntegerField(default=0)
    """Wrong answers to the present code."""
    brings_news = models.BooleanField(default=False, db_default=False)
    """Whether its owner wants to be told by it what is new; what staff left for being called is used
    for nothing else."""
    gone_at = models.DateTimeField(null=True)
    """When a browser's push service said that it is not there any more. The row stays to tell its
    owner; nothing is sent by it."""

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(name="way_once", fields=["account", "kind", "print"]),
            models.CheckConstraint(name="way_kind_has_an_address", condition=Q(kind__in=WAY_KINDS)),
            models.CheckConstraint(
                name="way_gone_has_no_address",
                condition=Q(gone_at__isnull=True, sealed_address__isnull=False)
                | Q(gone_at__isnull=False, sealed_address__isnull=True, kind="push"),
            ),
            models.CheckConstraint(
                name="way_code_whole",
                condition=Q(sealed_code__isnull=True) | Q(code_sent_at__isnull=False),
            ),
        ]


class Words(models.TextChoices):
    """Which of the few discreet texts a delivery brings."""

    PAGE = "page", _("Something needs you")
    DRILL = "drill", _("A practice")
    CODE = "code", _("A code")
    TEST = "test", _("A test")
    NEWS = "news", _("Something new")


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    WITHDRAWN = "withdrawn", _("Not needed any more")


class Delivery(models.Model):
    """One word to one person by one way for one cause. The id is the idempotency key."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="deliveries")
    subject = models.CharField(max_length=64)
    """What it is about ("alert:<id>"): all of a subject can be withdrawn and reported together."""
    cause = models.CharField(max_length=64)
    """Why this one was made ("step:<id>")."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    way_id = models.UUIDField()
    """The way's id; on the pages, the account's. No foreign key: the report outlives the way."""
    words = models.CharField(max_length=10, choices=Words.choices)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sender = models.IntegerField(null=True)
    """The sign of life of who took it up last. See foundation.alive."""
    sent_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    """The provider's own."""
    fault = models.CharField(max_length=40, blank=True)
    """A code, never an address; of the last attempt that failed."""
    arrived_at = models.DateTimeField(null=True)
    """When the provider said that it arrived, where it says so: a text on the phone, a call picked up."""
    answered_at = models.DateTimeField(null=True)
    """When a key was pressed in this call to say "I have it"."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="delivery_once", fields=["cause", "account", "way_id", "kind"]
            ),
            models.CheckConstraint(
                name="delivery_arrived_was_sent",
                condition=Q(arrived_at__isnull=True) | Q(state="sent"),
            ),
            models.CheckConstraint(
                name="delivery_answered_in_a_call",
                condition=Q(answered_at__isnull=True) | Q(kind="voice"),
            ),
            models.CheckConstraint(
                name="delivery_state_whole",
                condition=Q(state="waiting", leased_until__isnull=True, sent_at__isnull=True)
                | Q(state="sending", leased_until__isnull=False, sent_at__isnull=True)
                | Q(state="sent", leased_until__isnull=True, sent_at__isnull=False)
                | Q(state="failed", leased_until__isnull=True, sent_at__isnull=True) & ~Q(fault="")
                | Q(state="withdrawn", leased_until__isnull=True, sent_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_due",
                condition=Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["subject"], name="delivery_subject"),
        ]


class NewsKind(models.TextChoices):
    """What somebody may want to be told."""

    TALK = "talk", _("Somebody writes to you")
    ASKING = "asking", _("A request for support moves on")
    COMMUNITY = "community", _("Somebody answers where you take part")
    MEETING = "meeting", _("A group of yours meets")


RHYTHMS = [
    (Rhythm.AT_ONCE.value, _("At once")),
    (Rhythm.DAILY.value, _("Once a day")),
    (Rhythm.WEEKLY.value, _("Once a week")),
    (Rhythm.NEVER.value, _("Not at all")),
]


_CODES = [code for code, _words in RHYTHMS]


def _rhythm(default: Rhythm) -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=RHYTHMS, default=default.value)


class NewsSettings(models.Model):
    """What a person wants to be told, and when. Without a row: what stands here."""

    account = models.OneToOneField(
        "accounts.Account", models.CASCADE, primary_key=True, related_name="+"
    )
    talk = _rhythm(Rhythm.AT_ONCE)
    asking = _rhythm(Rhythm.AT_ONCE)
    community = _rhythm(Rhythm.DAILY)
    meeting = _rhythm(Rhythm.AT_ONCE)
    quiet_from = models.TimeField(null=True, default=QUIET_FROM)
    """By the person's own clock; None, with `quiet_to`: no hour is quiet."""
    quiet_to = models.TimeField(null=True, default=QUIET_TO)
    digest_at = models.TimeField(default=DIGEST_AT)
    digest_day = models.PositiveSmallIntegerField(default=0)
    """0 is Monday; of a weekly digest."""
    says_what = models.BooleanField(default=False)
    """Whether a telling says how much of what is new; never whose and what."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="news_quiet_whole",
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
            ),
            models.CheckConstraint(name="news_digest_day", condition=Q(digest_day__lte=6)),
            models.CheckConstraint(
                name="news_rhythms",
                condition=Q(
                    talk__in=_CODES,
                    asking__in=_CODES,
                    community__in=_CODES,
                    meeting__in=_CODES,
                ),
            ),
        ]


class News(models.Model):
    """Something new in one place for one person who wants to be told. Gone once they looked."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NewsKind.choices)
    place = models.CharField(max_length=80)
    """Where ("conversation:<id>"), for whoever can say whether it was looked at."""
    noted_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When to tell; None once it was told."""
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="news_once", fields=["account", "place"]),
            models.CheckConstraint(
                name="news_due_or_told",
                condition=Q(due_at__isnull=False) | Q(told_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="news_due", condition=Q(due_at__isnull=False))
        ]
