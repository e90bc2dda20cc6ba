"""When a group meets in its room, and what everybody was told of it."""

from django.db import models
from django.db.models import F, Q

from hearten.foundation import ids
from hearten.groups.models.groups import Group
from hearten.groups.rules import MINUTES, MINUTES_LEAST, MINUTES_MOST


class Meeting(models.Model):
    """One meeting in writing: the people of the group are in the room at the same time. Gone when hosts
    take it back."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings", db_index=False)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=MINUTES)
    day_told_at = models.DateTimeField(null=True)
    """When everybody here was told that it is near."""
    start_told_at = models.DateTimeField(null=True)
    """When everybody here was told that it begins."""
    begun_at = models.DateTimeField(null=True)
    """When hosts opened it; then it is not taken back any more."""
    ended_at = models.DateTimeField(null=True)
    """When it was over: nobody is told of it from then on."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="meeting_once", fields=["group", "starts_at"]),
            # What another domain keeps of a meeting names its group too, and cannot name another.
            models.UniqueConstraint(name="meeting_of_its_group", fields=["id", "group"]),
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=Q(ended_at__isnull=True)
                | Q(begun_at__isnull=True)
                | Q(ended_at__gte=F("begun_at")),
            ),
            models.CheckConstraint(
                name="meeting_not_too_long",
                condition=Q(minutes__gte=MINUTES_LEAST, minutes__lte=MINUTES_MOST),
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"], name="meeting_ahead", condition=Q(ended_at__isnull=True)
            )
        ]
