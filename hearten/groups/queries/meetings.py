"""Reading when a group meets, where a meeting stands, and of which everybody is to be told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from hearten.foundation import clock
from hearten.groups.models import Group, Meeting
from hearten.groups.rules import TOLD_AHEAD, step_at

Meetings = QuerySet[Meeting]


def _lasting(at: datetime) -> Q:
    """Whose time is not over at that moment."""
    lasts = ExpressionWrapper(F("minutes") * Value(timedelta(minutes=1)), DurationField())
    return Q(starts_at__gt=at - lasts)


def meetings_of(group: Group) -> Meetings:
    """Those that are not over, the next first. One that hosts opened goes on until they close it."""
    ahead = Meeting.objects.filter(group=group, ended_at__isnull=True)
    return ahead.filter(_lasting(clock.now()) | Q(begun_at__isnull=False)).order_by("starts_at")


def _open_ones() -> Meetings:
    there = Meeting.objects.filter(ended_at__isnull=True, group__closed_at__isnull=True)
    return there.order_by("starts_at", "pk")


def due_to_be_near(at: datetime) -> Meetings:
    """Not begun, near, and nobody was told."""
    near = Q(starts_at__gt=at, starts_at__lte=at + TOLD_AHEAD)
    return _open_ones().filter(near, day_told_at__isnull=True, begun_at__isnull=True)


def due_to_start(at: datetime) -> Meetings:
    """Whose time has come, and nobody was told that it begins."""
    return _open_ones().filter(_lasting(at), starts_at__lte=at, start_told_at__isnull=True)


def went_by(at: datetime) -> Meetings:
    """Whose time is over, or whose group is closed, and that nobody opened."""
    over = ~_lasting(at) | Q(group__closed_at__isnull=False)
    there = Meeting.objects.filter(over, ended_at__isnull=True, begun_at__isnull=True)
    return there.order_by("starts_at", "pk")


def going_on(at: datetime) -> Meetings:
    """Those that are on: opened by hosts, or in their time."""
    there = Meeting.objects.filter(ended_at__isnull=True)
    return there.filter(Q(begun_at__isnull=False) | (_lasting(at) & Q(starts_at__lte=at)))


def near_meetings(groups: Collection[UUID]) -> dict[UUID, Meeting]:
    """The next meeting of each of these groups, where it is on or less than a day away; by group."""
    now = clock.now()
    ahead = Meeting.objects.filter(group__in=groups, ended_at__isnull=True)
    near = ahead.filter(_lasting(now) | Q(begun_at__isnull=False), starts_at__lte=now + TOLD_AHEAD)
    return {one.group_id: one for one in near.order_by("-starts_at")}


@dataclass(frozen=True, slots=True)
class Next:
    """The next meeting, or the one that goes on."""

    meeting: Meeting
    on: bool
    """Whether it goes on."""
    step: int | None
    """Of the format's steps, from 0, by the clock; None where it is not on, or hosts lead it."""


def next_of(group: Group, steps: int) -> Next | None:
    """Where a group stands whose meetings have so many steps; None without a meeting."""
    meeting = meetings_of(group).first()
    if meeting is None:
        return None
    if meeting.begun_at is not None:
        return Next(meeting, on=True, step=None)
    step = step_at(steps, meeting.minutes, clock.now() - meeting.starts_at)
    return Next(meeting, on=step is not None, step=step)
