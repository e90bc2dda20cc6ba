"""Reading when a group meets, and where a meeting stands."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet, Value

from hearten.foundation import clock
from hearten.groups.models import Group, Meeting
from hearten.groups.rules import step_at


def meetings_of(group: Group) -> QuerySet[Meeting]:
    """Those that are not over, the next first."""
    lasts = ExpressionWrapper(F("minutes") * Value(timedelta(minutes=1)), DurationField())
    found = Meeting.objects.filter(group=group, starts_at__gt=clock.now() - lasts)
    return found.order_by("starts_at")


@dataclass(frozen=True, slots=True)
class Next:
    """The next meeting, or the one that goes on."""

    meeting: Meeting
    step: int | None
    """Of the format's steps, from 0; None before it begins."""


def next_of(group: Group, steps: int) -> Next | None:
    """Where a group stands whose meetings have so many steps; None without a meeting."""
    meeting = meetings_of(group).first()
    if meeting is None:
        return None
    gone = clock.now() - meeting.starts_at
    return Next(meeting, step_at(steps, meeting.minutes, gone))
