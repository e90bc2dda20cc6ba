"""What a supporter can take on, and how a programme matches."""

from django.db import models
from django.db.models import Q

from hearten.foundation import clock, ids


class SupporterSettings(models.Model):
    """One supporter's room and boundaries in one programme.

    Its row is the lock under which a supporter's capacity is read and used.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.CASCADE, related_name="+")
    supporter = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="supporter_settings"
    )
    capacity = models.PositiveSmallIntegerField(default=3)
    """The most pairings open at once."""
    paused_since = models.DateTimeField(null=True)
    """While set, no proposals come; present pairings go on."""
    boundaries = models.JSONField(default=list, blank=True)
    """Codes of the boundaries card, shown to the people they support."""
    boundaries_words = models.CharField(max_length=600, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="supporter_settings_once", fields=["programme", "supporter"]
            ),
            models.CheckConstraint(
                name="supporter_capacity_sane", condition=Q(capacity__gte=0, capacity__lte=30)
            ),
        ]


class MatchingSettings(models.Model):
    """How long each side has to answer, by programme. Minutes."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="matching_settings"
    )
    supporter_minutes_now = models.PositiveIntegerField(default=5)
    supporter_minutes_weeks = models.PositiveIntegerField(default=24 * 60)
    member_minutes_now = models.PositiveIntegerField(default=15)
    member_minutes_weeks = models.PositiveIntegerField(default=48 * 60)
    open_proposals_most = models.PositiveSmallIntegerField(default=2)
    """The most proposals one supporter has before them at once."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matching_times_at_least_a_minute",
                condition=Q(
                    supporter_minutes_now__gte=1,
                    supporter_minutes_weeks__gte=1,
                    member_minutes_now__gte=1,
                    member_minutes_weeks__gte=1,
                    open_proposals_most__gte=1,
                ),
            )
        ]
