"""Alerts: somebody must take a case now; and what they owe next."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids

if TYPE_CHECKING:
    from hearten.accounts.models import Account


class AlertKind(models.TextChoices):
    """Whether somebody is in danger, or the chain is practised."""

    DANGER = "danger", _("Somebody may be in danger")
    DRILL = "drill", _("A practice")


class Audience(models.TextChoices):
    """Whom a step goes to."""

    DUTY = "duty", _("Whoever is on duty")
    NEXT = "next", _("Whoever is next")
    EVERYONE = "everyone", _("Every moderator")


class Alert(models.Model):
    """Open until a person has it. Holds no text and no name of whom it is about."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=AlertKind.choices)
    case = models.ForeignKey("safety.Case", models.CASCADE, null=True, related_name="alerts")
    minutes = models.PositiveSmallIntegerField()
    """From one step to the next, as it was set when the alert was raised."""
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    claimed_by: "models.ForeignKey[Account | None, Account | None]" = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    by_phone = models.BooleanField(default=False)
    """Whether a key in a call closed it. Somebody else may have picked up, so it counts for a short
    time only, until the case is opened."""
    opened_at = models.DateTimeField(null=True)
    """When whoever claimed it by phone opened the case, or the case was claimed again."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_by_phone_is_claimed",
                condition=Q(by_phone=False, opened_at__isnull=True)
                | Q(by_phone=True, claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_of_danger_has_a_case",
                condition=Q(kind="danger", case__isnull=False)
                | Q(kind="drill", case__isnull=True, claimed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="alert_of_danger_ends_with_a_person",
                condition=Q(closed_at__isnull=True, claimed_by__isnull=True)
                | Q(closed_at__isnull=False, kind="drill")
                | Q(closed_at__isnull=False, claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_closed_after_raised",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("raised_at")),
            ),
            models.CheckConstraint(
                name="alert_minutes_sane", condition=Q(minutes__gte=1, minutes__lte=60)
            ),
            models.UniqueConstraint(
                name="alert_one_open_a_case",
                fields=["case"],
                condition=Q(closed_at__isnull=True, case__isnull=False),
            ),
            models.UniqueConstraint(
                name="alert_one_open_drill",
                fields=["programme"],
                condition=Q(closed_at__isnull=True, kind="drill"),
            ),
        ]
        indexes = [models.Index(fields=["programme", "kind", "-raised_at"], name="alert_newest")]

    @property
    def is_drill(self) -> bool:
        """Whether it is practice."""
        return self.kind == AlertKind.DRILL

    @property
    def subject(self) -> str:
        """What its deliveries are about."""
        return f"alert:{self.pk}"


class AlertStep(models.Model):
    """One round of telling people. Made with its time; taken when the people were told."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    audience = models.CharField(max_length=8, choices=Audience.choices, blank=True)
    told: "models.ManyToManyField[Account, AlertStep]" = models.ManyToManyField(
        "accounts.Account", related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="alert_step_once", fields=["alert", "number"]),
            models.UniqueConstraint(
                name="alert_owes_one_step", fields=["alert"], condition=Q(taken_at__isnull=True)
            ),
            models.CheckConstraint(name="alert_step_from_1", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="alert_step_taken_whole",
                condition=Q(taken_at__isnull=True, audience="")
                | Q(
                    taken_at__isnull=False,
                    taken_at__gte=F("due_at"),
                    audience__in=Audience.values,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="alert_step_due", condition=Q(taken_at__isnull=True)
            )
        ]

    @property
    def cause(self) -> str:
        """Why its deliveries were made."""
        return f"step:{self.pk}"


class DrillAnswer(models.Model):
    """Somebody pressed "I have it" in a drill, which goes on to reach the others too."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="answers")
    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(name="drill_answer_once", fields=["alert", "account"])
        ]
