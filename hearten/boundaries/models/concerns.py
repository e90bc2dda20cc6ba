"""A concern: something that repeats, with the supporter first, with a supervisor later."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.boundaries.models.signs import KINDS, SIDES, about_whom
from hearten.boundaries.rules import UNSEEN, Kind, Side, is_grave
from hearten.foundation import clock, ids


class Answer(models.TextChoices):
    """What the supporter says to their card."""

    FINE = "fine", _("It is fine this once")
    HELP = "help", _("I would like to talk about it")
    CHANGED = "changed", _("I have changed something")


class Why(models.TextChoices):
    """Why a supervisor sees it."""

    ASKED = "asked", _("The supporter asked to talk")
    WENT_ON = "went_on", _("It went on after the supporter was told")
    GRAVE = "grave", _("Of this kind supervisors always learn")
    UNSEEN = "unseen", _("The supporter cannot be told by us")


_GRAVE = sorted(kind.value for kind in Kind if is_grave(kind, Side.SUPPORTER))
_UNSEEN = sorted(kind.value for kind in UNSEEN)


class Concern(models.Model):
    """One kind of thing about one supporter's work, from the first card until it is over."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    supporter = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    pairing = models.ForeignKey("matching.Pairing", models.CASCADE, null=True, related_name="+")
    side = models.CharField(max_length=10, choices=SIDES)
    kind = models.CharField(max_length=20, choices=KINDS)
    opened_at = models.DateTimeField(default=clock.now)
    opened_day = models.DateField()
    """By the supporter's own wall clock."""
    last_at = models.DateTimeField()
    """When it was last noticed."""
    last_seq = models.BigIntegerField(null=True)
    """Which message that was: for the report button on the member's card, and for nothing else."""
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    with_supervisor_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    member_closed_at = models.DateTimeField(null=True)
    """When the member put their card away."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")
    """None where it was over by itself."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="concern_one_open",
                fields=["supporter", "pairing", "side", "kind"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="concern_about_whom", condition=about_whom()),
            models.CheckConstraint(
                name="concern_answered_whole",
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=Answer.values, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_with_supervisor_whole",
                condition=Q(with_supervisor_at__isnull=True, why="")
                | Q(with_supervisor_at__isnull=False, why__in=Why.values),
            ),
            models.CheckConstraint(
                name="concern_grave_is_with_supervisor",
                condition=~Q(kind__in=_GRAVE, side=Side.SUPPORTER.value)
                | Q(with_supervisor_at__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_unseen_is_not_answered",
                condition=~Q(kind__in=_UNSEEN) | Q(with_supervisor_at__isnull=False, answer=""),
            ),
            models.CheckConstraint(
                name="concern_not_closed_by_whom_it_is_about",
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("supporter")),
            ),
            models.CheckConstraint(
                name="concern_closed_by_somebody_is_closed",
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "supporter"],
                name="concern_with_supervisors",
                condition=Q(closed_at__isnull=True, with_supervisor_at__isnull=False),
            ),
        ]


class SupervisionNote(models.Model):
    """What a supervisor wrote down after talking with the supporter, sealed with the supporter's key:
    it is about them, and goes with them."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="notes")
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    sealed_text = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
