"""What was decided about somebody's conduct."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.conduct.rules import DAYS_MOST, GRAVE, PROVISIONAL
from hearten.foundation import clock, crypto, ids


class MeasureKind(models.TextChoices):
    """As in rules.Kind. Words for the person are in queries.decisions."""

    REMINDER = "reminder", _("Reminder")
    WARNING = "warning", _("Warning")
    RESTRICTION = "restriction", _("Restriction")
    PAUSE = "pause", _("Pause of the account")
    REMOVAL = "removal", _("Closed account")


class Scope(models.TextChoices):
    """As in rules.Scope."""

    NEW = "new", _("No new conversations")
    WRITING = "writing", _("No writing to others")


class Rule(models.TextChoices):
    """The agreements of a programme, as one can break them."""

    RESPECT = "respect", _("Nobody is insulted, threatened or pushed")
    SEXUAL = "sexual", _("No sexual words or approaches")
    MONEY = "money", _("Nobody asks for money or sells something")
    PLACE = "place", _("We stay here: no other apps, no meeting against the rules")
    HARM = "harm", _("No advice or encouragement that can hurt somebody")
    HONESTY = "honesty", _("Nobody pretends to be somebody else")
    PRIVACY = "privacy", _("What others tell stays here")


class MeasureState(models.TextChoices):
    """Where a measure stands."""

    PROPOSED = "proposed", _("Waits for a second person")
    STANDING = "standing", _("Stands")
    OVER = "over", _("Its time is over")
    LIFTED = "lifted", _("Taken back")
    DECLINED = "declined", _("Not agreed to")


_GRAVE = Q(kind__in=[kind.value for kind in GRAVE])
_TIMED = Q(kind__in=[kind.value for kind in DAYS_MOST])
_NOT_BEGUN = Q(began_at__isnull=True, provisional_until__isnull=True, until__isnull=True)
_BY_ONE = Q(kind="pause", began_at__isnull=False, provisional_until__isnull=False)
_RUNNING = Q(began_at__isnull=False, ended_at__isnull=True, provisional_until__isnull=True)


class Measure(models.Model):
    """One decision about one person, from one ground. Who decided is for the record and for keeping
    two people apart; the person never learns it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=12, choices=MeasureKind.choices)
    scope = models.CharField(max_length=8, choices=Scope.choices, blank=True)
    rule = models.CharField(max_length=8, choices=Rule.choices)
    gravity = models.PositiveSmallIntegerField(default=1)
    basis = models.CharField(max_length=8)
    """What it rests on, as rules.Basis."""
    ground_kind = models.CharField(max_length=40)
    ground_id = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=MeasureState.choices)
    days = models.PositiveSmallIntegerField(null=True)
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now)
    began_at = models.DateTimeField(null=True)
    provisional_until = models.DateTimeField(null=True)
    """A pause that stands on one person's decision ends by itself then."""
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    """When the person said that they have read it."""
    suspends = models.BooleanField(default=False)
    """Whether it was this measure that suspended the account: only then its end restores it."""
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    sealed_reason = models.BinaryField()
    """What the person reads."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_words_known",
                condition=Q(
                    kind__in=MeasureKind.values, rule__in=Rule.values, gravity__in=[1, 2, 3]
                ),
            ),
            models.CheckConstraint(
                name="measure_scope_of_a_restriction",
                condition=Q(kind="restriction", scope__in=Scope.values)
                | ~Q(kind="restriction") & Q(scope=""),
            ),
            models.CheckConstraint(
                name="measure_state_whole",
                condition=Q(state="proposed", confirmed_by__isnull=True, ended_at__isnull=True)
                & _GRAVE
                & (_NOT_BEGUN | _BY_ONE)
                | Q(state="standing") & _RUNNING
                | Q(state__in=["over", "lifted"], began_at__isnull=False, ended_at__isnull=False)
                | Q(state="declined", ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_grave_by_two",
                condition=~_GRAVE
                | Q(state__in=["proposed", "declined"])
                | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="measure_not_by_whom_it_is_about",
                condition=~Q(proposed_by=F("account"))
                & (Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("account"))),
            ),
            models.CheckConstraint(
                name="measure_lasts_a_time",
                condition=_TIMED
                & Q(days__isnull=False)
                & (~Q(state="standing") | Q(until__isnull=False, until__gt=F("began_at")))
                | ~_TIMED & Q(days__isnull=True, until__isnull=True),
            ),
            models.CheckConstraint(
                name="measure_provisional_is_short",
                condition=Q(provisional_until__isnull=True)
                | Q(provisional_until__lte=F("proposed_at") + PROVISIONAL),
            ),
            models.UniqueConstraint(
                name="measure_one_proposed",
                fields=["programme", "account"],
                condition=Q(state="proposed"),
            ),
            models.UniqueConstraint(
                name="measure_one_of_a_kind_stands",
                fields=["account", "kind"],
                condition=Q(state="standing", kind__in=["restriction", "pause", "removal"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"],
                name="measure_holds",
                condition=Q(state="standing", kind__in=["warning", "restriction"]),
            ),
            models.Index(fields=["ground_kind", "ground_id"], name="measure_by_ground"),
        ]
