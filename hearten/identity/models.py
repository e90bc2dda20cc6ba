"""Emergency details, who opened them, and what was told to the outside."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, crypto, ids
from hearten.identity.rules import DELAY_DAYS_MOST, OPEN_FOR

if TYPE_CHECKING:
    from hearten.accounts.models import Account

FIELDS = ("name", "phone", "place", "contact")
"""What a person may write, each or none."""


class Details(models.Model):
    """What a person wrote for the case that their life is in danger. Sealed with a key of its own:
    nothing else opens it, and it opens nothing else."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.OneToOneField("accounts.Account", models.CASCADE, related_name="+")
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, editable=False)
    sealed_name = models.BinaryField(null=True)
    sealed_phone = models.BinaryField(null=True)
    sealed_place = models.BinaryField(null=True)
    sealed_contact = models.BinaryField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="details_not_empty",
                condition=Q(sealed_name__isnull=False)
                | Q(sealed_phone__isnull=False)
                | Q(sealed_place__isnull=False)
                | Q(sealed_contact__isnull=False),
            )
        ]


class Delay(models.TextChoices):
    """The only grounds on which the person is told later."""

    DANGER_TO_OTHERS = "danger_to_others", _("Another person is in danger if they know")
    POLICE_REQUEST = "police_request", _("The police asked for it in writing")


_UNANSWERED = Q(
    answered_at__isnull=True,
    answered_by__isnull=True,
    agreed__isnull=True,
    opens_until__isnull=True,
    tell_at__isnull=True,
)
_REFUSED = Q(
    answered_at__isnull=False,
    answered_by__isnull=False,
    agreed__isnull=False,
    agreed=False,
    opens_until__isnull=True,
    tell_at__isnull=True,
)
_AGREED = Q(
    answered_at__isnull=False,
    answered_by__isnull=False,
    agreed__isnull=False,
    agreed=True,
    opens_until__isnull=False,
    tell_at__isnull=False,
)


class Opening(models.Model):
    """A moderator asks to open somebody's details; a second person agrees or not; for an hour the
    first may look; then the person is told."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey("safety.Case", models.PROTECT, related_name="+")
    about: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+"
    )
    asked_by: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    sealed_reason = models.BinaryField()
    """Why, in the words of who asked. The person reads it when they are told."""
    delay = models.CharField(max_length=20, choices=Delay.choices, blank=True)
    delay_days = models.PositiveSmallIntegerField(null=True)
    answered_by: "models.ForeignKey[Account | None, Account | None]" = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    opens_until = models.DateTimeField(null=True)
    """By the database's clock."""
    tell_at = models.DateTimeField(null=True)
    """From then on the person is told."""
    seen_at = models.DateTimeField(null=True)
    """When they put the notice away."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opening_answer_whole", condition=_UNANSWERED | _REFUSED | _AGREED
            ),
            models.CheckConstraint(
                name="opening_needs_a_second_person",
                condition=~Q(asked_by=F("about"))
                & (
                    Q(answered_by__isnull=True)
                    | ~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("about"))
                ),
            ),
            models.CheckConstraint(
                name="opening_at_most_an_hour",
                condition=Q(opens_until__isnull=True)
                | Q(opens_until__gt=F("answered_at"), opens_until__lte=F("answered_at") + OPEN_FOR),
            ),
            models.CheckConstraint(
                name="opening_told_at_once_or_with_a_ground",
                condition=Q(delay="", delay_days__isnull=True)
                & (Q(tell_at__isnull=True) | Q(tell_at=F("opens_until")))
                # A comparison with NULL is NULL, and a CHECK lets NULL pass.
                | Q(
                    delay__in=Delay.values,
                    delay_days__isnull=False,
                    delay_days__gte=1,
                    delay_days__lte=DELAY_DAYS_MOST,
                ),
            ),
            models.CheckConstraint(
                name="opening_told_within_thirty_days",
                condition=Q(tell_at__isnull=True)
                | Q(
                    tell_at__gte=F("opens_until"),
                    tell_at__lte=F("answered_at") + timedelta(days=DELAY_DAYS_MOST),
                ),
            ),
            models.UniqueConstraint(
                name="opening_one_asked_a_case",
                fields=["case"],
                condition=Q(answered_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["about", "tell_at"], name="opening_told")]


class Recipient(models.TextChoices):
    """To whom something was told."""

    AMBULANCE = "ambulance", _("Ambulance or emergency doctor")
    CRISIS_TEAM = "crisis_team", _("Crisis team or clinic")
    POLICE = "police", _("Police")
    COURT = "court", _("Court or prosecutor")
    CONTACT = "contact", _("The person named for emergencies")
    OTHER = "other", _("Somebody else")


class Ground(models.TextChoices):
    """Why the law allows it."""

    VITAL_INTERESTS = "vital_interests", _("To save a life (vital interests)")
    LEGAL_DUTY = "legal_duty", _("A law says we must")
    COURT_ORDER = "court_order", _("A court ordered it")
    CONSENT = "consent", _("With the person’s consent")


class Told(models.TextChoices):
    """What was told."""

    NAME = "name", _("Real name")
    PHONE = "phone", _("Phone number")
    PLACE = "place", _("Place to be found")
    CONTACT = "contact", _("Whom to call")
    SITUATION = "situation", _("The danger")
    ACCOUNT = "account", _("Name here, roles and times")
    WORDS = "words", _("Messages or other words")


class Disclosure(models.Model):
    """The register: what of a person was told to somebody outside, and on what ground."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    opening: "models.ForeignKey[Opening, Opening]" = models.ForeignKey(
        Opening, models.PROTECT, related_name="disclosures"
    )
    by: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    what = models.JSONField(default=list)
    """Codes of Told."""
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    sealed_words = models.BinaryField(null=True)
    """Which station, which reference: sealed with the opening's key."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="disclosure_of_something", condition=~Q(what=[])),
            models.CheckConstraint(
                name="disclosure_recipient_known", condition=Q(recipient__in=Recipient.values)
            ),
            models.CheckConstraint(
                name="disclosure_ground_known", condition=Q(ground__in=Ground.values)
            ),
        ]


class Release(models.Model):
    """The other half of the register: what left without emergency details, such as for a court. Written
    by a manager; the person is told at once, or with a ground within thirty days."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    about: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+"
    )
    by: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    what = models.JSONField(default=list)
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    sealed_words = models.BinaryField(null=True)
    delay = models.CharField(max_length=20, choices=Delay.choices, blank=True)
    tell_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="release_of_something", condition=~Q(what=[])),
            models.CheckConstraint(
                name="release_recipient_known", condition=Q(recipient__in=Recipient.values)
            ),
            models.CheckConstraint(
                name="release_ground_known", condition=Q(ground__in=Ground.values)
            ),
            models.CheckConstraint(name="release_not_about_oneself", condition=~Q(by=F("about"))),
            models.CheckConstraint(
                name="release_told_at_once_or_within_thirty_days",
                condition=Q(delay="", tell_at=F("at"))
                | Q(
                    delay__in=Delay.values,
                    tell_at__gt=F("at"),
                    tell_at__lte=F("at") + timedelta(days=DELAY_DAYS_MOST),
                ),
            ),
        ]
        indexes = [models.Index(fields=["about", "tell_at"], name="release_told")]
