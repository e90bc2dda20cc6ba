"""What a supporter can take on, and how a programme matches."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids

CAPACITY_MOST = 30
MINUTES_MOST = 30 * 24 * 60
PROPOSALS_MOST = 10


class Boundary(models.TextChoices):
    """The boundaries card: what people who are supported by somebody can expect."""

    ANSWERS_IN_THE_DAY = "answers_in_the_day", _("I answer in the day, not in the night")
    ANSWERS_WITHIN_A_DAY = "answers_within_a_day", _("I usually answer within a day")
    HERE_ONLY = "here_only", _("We talk only here, not on other apps")
    NO_PRIVATE_MEETING = "no_private_meeting", _("I do not meet in private places")
    NO_MONEY = "no_money", _("I do not lend, take or give money or gifts")
    NO_MEDICAL_ADVICE = "no_medical_advice", _("I share experience, not medical advice")
    NOT_FOR_EMERGENCIES = "not_for_emergencies", _("I am not an emergency service")


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
                name="supporter_capacity_sane", condition=Q(capacity__lte=CAPACITY_MOST)
            ),
        ]


class MatchingSettings(models.Model):
    """How long each side has to answer, and a member to choose, by programme. Minutes.

    Its row is the lock under which a programme's proposals are made.
    """

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="matching_settings"
    )
    supporter_minutes_now = models.PositiveIntegerField(default=5)
    supporter_minutes_weeks = models.PositiveIntegerField(default=24 * 60)
    member_minutes_now = models.PositiveIntegerField(default=15)
    member_minutes_weeks = models.PositiveIntegerField(default=48 * 60)
    # Also a default of the database: what runs while this comes in does not know the columns yet.
    choose_minutes_now = models.PositiveIntegerField(default=10, db_default=10)
    choose_minutes_weeks = models.PositiveIntegerField(default=24 * 60, db_default=24 * 60)
    open_proposals_most = models.PositiveSmallIntegerField(default=3)
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
                    choose_minutes_now__gte=1,
                    choose_minutes_weeks__gte=1,
                    open_proposals_most__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="matching_times_at_most_a_month",
                condition=Q(
                    supporter_minutes_now__lte=MINUTES_MOST,
                    supporter_minutes_weeks__lte=MINUTES_MOST,
                    member_minutes_now__lte=MINUTES_MOST,
                    member_minutes_weeks__lte=MINUTES_MOST,
                    choose_minutes_now__lte=MINUTES_MOST,
                    choose_minutes_weeks__lte=MINUTES_MOST,
                    open_proposals_most__lte=PROPOSALS_MOST,
                ),
            ),
        ]
