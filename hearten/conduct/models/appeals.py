"""A person asks for a decision to be looked at again, and how a programme promises to do it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids

APPEAL_DAYS_MOST = 30


class Outcome(models.TextChoices):
    """What became of an appeal."""

    UPHELD = "upheld", _("The decision stays")
    CHANGED = "changed", _("It becomes lighter")
    LIFTED = "lifted", _("It is taken back")


class Appeal(models.Model):
    """One for each measure, in the person's own words, sealed with the measure's key. A trigger
    (migration 0001) refuses a judge who imposed or confirmed the measure, or whom it is about."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    measure = models.OneToOneField("conduct.Measure", models.CASCADE, related_name="appeal")
    made_at = models.DateTimeField(default=clock.now)
    decide_by = models.DateTimeField()
    """Until when an answer was promised."""
    sealed_words = models.BinaryField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sealed_reason = models.BinaryField(null=True)
    """Why, for the person."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appeal_decided_whole",
                condition=Q(
                    outcome="",
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    sealed_reason__isnull=True,
                )
                | Q(
                    outcome__in=Outcome.values,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    sealed_reason__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="appeal_promise_is_later", condition=Q(decide_by__gt=F("made_at"))
            ),
        ]
        indexes = [models.Index(fields=["decide_by"], name="appeal_open", condition=Q(outcome=""))]


class ConductSettings(models.Model):
    """What a programme promises."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="+"
    )
    appeal_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conduct_appeal_days_in_reason",
                condition=Q(appeal_days__gte=1, appeal_days__lte=APPEAL_DAYS_MOST),
            )
        ]
