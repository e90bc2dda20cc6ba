"""When a group meets in its room."""

from django.db import models
from django.db.models import Q

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

    class Meta:
        constraints = [
            models.UniqueConstraint(name="meeting_once", fields=["group", "starts_at"]),
            models.CheckConstraint(
                name="meeting_not_too_long",
                condition=Q(minutes__gte=MINUTES_LEAST, minutes__lte=MINUTES_MOST),
            ),
        ]
