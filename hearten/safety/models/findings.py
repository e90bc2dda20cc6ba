"""What the scorer saw in what people wrote."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids


class Level(models.IntegerChoices):
    """How grave, as docs/concepts/danger.md has it. Nothing (0) is not stored."""

    DISTRESS = 1, _("Distress")
    RISK = 2, _("Possible risk")
    DANGER = 3, _("Immediate danger")


class Finding(models.Model):
    """One text of one person that stood out. Never holds the text: who may read it reads it where
    it stands, or as the evidence of the case."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    author = models.ForeignKey("accounts.Account", models.CASCADE, related_name="findings")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    score = models.FloatField()
    """The scorer's risk of suicide or self-harm, 0 to 1."""
    kinds = models.JSONField(default=list)
    """Codes of the signals, the strongest first."""
    scorer = models.CharField(max_length=40)
    """Which version of the scorer saw it."""
    place = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    case = models.ForeignKey("safety.Case", models.SET_NULL, null=True, related_name="findings")
    sealed_signals = models.BinaryField(null=True)
    """The phrases and rules that led here, as JSON, sealed with the case's key; only with a case."""
    written_at = models.DateTimeField()
    found_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    """When a person turned to it."""
    put_away_at = models.DateTimeField(null=True)
    """When the writer closed their card."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="finding_once", fields=["subject_kind", "subject_id"]),
            models.CheckConstraint(name="finding_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="finding_score_is_a_share", condition=Q(score__gte=0, score__lte=1)
            ),
            models.CheckConstraint(
                name="finding_of_distress_has_no_case",
                condition=Q(level__gte=2) | Q(case__isnull=True, sealed_signals__isnull=True),
            ),
            models.CheckConstraint(
                name="finding_answered_after_it_was_written",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("written_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-written_at"], name="finding_by_place"),
            models.Index(fields=["programme", "level", "written_at"], name="finding_clock"),
            models.Index(fields=["case"], name="finding_by_case", condition=Q(case__isnull=False)),
        ]
