"""What somebody answered when a moderator asked the screening questions."""

from django.db import models

from hearten.foundation import clock, ids
from hearten.safety.models.cases import Case


class ScreeningSettings(models.Model):
    """Whether a programme asks. Without a row it does not."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="+"
    )
    on = models.BooleanField(default=False)
    """Whether moderators are offered the screening questions."""


class Screening(models.Model):
    """One time the questions were asked in a welfare case. What was answered, and so what it says, is
    sealed with the case's key."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="screenings")
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    sealed_answers = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]
