"""Crisis work: its cap, who rests, and where a cap had to yield."""

from django.db import models
from django.db.models import F, Q

from hearten.foundation import clock, ids

CRISIS_HOURS_MOST = 40
BREAK_HOURS_MOST = 7 * 24
DAYS_MOST = 14


class BoundarySettings(models.Model):
    """How much crisis work a week a programme asks of one person, and when supervisors learn."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="+"
    )
    crisis_hours = models.PositiveSmallIntegerField(default=6)
    break_hours = models.PositiveSmallIntegerField(default=24)
    days_on = models.PositiveSmallIntegerField(default=3)
    """On so many days it goes on after the card before a supervisor sees it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="boundary_settings_sane",
                condition=Q(crisis_hours__range=(1, CRISIS_HOURS_MOST))
                & Q(break_hours__range=(1, BREAK_HOURS_MOST))
                & Q(days_on__range=(1, DAYS_MOST)),
            ),
        ]


class Rest(models.Model):
    """One person's week in which crisis work came near the cap or reached it."""

    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    week = models.DateField()
    """Its Monday."""
    told_at = models.DateTimeField(default=clock.now)
    """When the person was told, from four fifths of the cap on."""
    capped_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    """Nobody new, and no call while there is somebody else, until then."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rest_once_a_week", fields=["programme", "account", "week"]
            ),
            models.CheckConstraint(
                name="rest_whole",
                condition=Q(capped_at__isnull=True, until__isnull=True)
                # A comparison with NULL is NULL, and a CHECK lets NULL pass.
                | Q(capped_at__isnull=False, until__isnull=False, until__gt=F("capped_at")),
            ),
            models.CheckConstraint(name="rest_from_a_monday", condition=Q(week__iso_week_day=1)),
        ]
        indexes = [
            models.Index(
                fields=["programme", "until"],
                name="rest_now",
                condition=Q(until__isnull=False),
            )
        ]


class Yield(models.Model):
    """Somebody who rested was called all the same, because nobody else was left or had answered."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    cause = models.CharField(max_length=64)
    """Which step of which alert called them."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="yield_once", fields=["cause", "account"]),
        ]
        indexes = [models.Index(fields=["programme", "-at"], name="yield_newest")]
