"""Threads."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.forum.models.spaces import Face, Space
from hearten.forum.rules import TITLE_MOST
from hearten.foundation import clock, ids


class LookingFor(models.TextChoices):
    """What somebody asks for who opens a thread."""

    LISTENING = "listening", _("Somebody who listens")
    IDEAS = "ideas", _("Ideas")
    COMPANY = "company", _("Company")


class Thread(models.Model):
    """A question or a story. `newest_number` is given out under the row's lock."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="threads")
    opener = models.ForeignKey(Face, models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_MOST, blank=True)
    """Empty once its opener took the first post away or was erased."""
    looking_for = models.CharField(max_length=10, choices=LookingFor.choices, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    """When its newest post was written."""
    newest_number = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(null=True)
    answered_number = models.PositiveIntegerField(null=True)
    """The first post of another person, which ended the waiting (a trigger: once, and another's)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="thread_of_space", fields=["space", "id"]),
            models.CheckConstraint(
                name="thread_looking_for_known",
                condition=Q(looking_for__in=["", *LookingFor.values]),
            ),
            models.CheckConstraint(
                name="thread_without_title_asks_nothing",
                condition=~Q(title="") | Q(looking_for=""),
            ),
            models.CheckConstraint(
                name="thread_answer_whole",
                condition=Q(answered_at__isnull=True, answered_number__isnull=True)
                | Q(
                    answered_at__isnull=False,
                    answered_number__isnull=False,
                    answered_number__gt=1,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-last_at"], name="thread_by_last"),
            models.Index(
                fields=["space", "opened_at"],
                name="thread_waiting",
                condition=~Q(looking_for="") & Q(answered_at__isnull=True),
            ),
        ]
