"""What a programme promises to who asks for support."""

from django.db import models
from django.db.models import Q

from hearten.forum.rules import PROMISE_HOURS, PROMISE_HOURS_MOST


class ForumSettings(models.Model):
    """The promise of one programme; not stored while nobody set anything."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="+"
    )
    promise_hours = models.PositiveSmallIntegerField(default=PROMISE_HOURS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forum_promise_in_reason",
                condition=Q(promise_hours__gte=1, promise_hours__lte=PROMISE_HOURS_MOST),
            ),
        ]
