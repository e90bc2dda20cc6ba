"""Reading a meeting as it goes: what is on, and the order as nobody in particular sees it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from hearten.cockpit.models import Attendance, AttendanceState, Run
from hearten.cockpit.rules import AGENDAS, FORGOTTEN_AFTER, Present, Way
from hearten.groups.queries import Group


def open_run(group: Group) -> Run | None:
    """The meeting that goes on; None where none does."""
    there = Run.objects.filter(group=group, closed_at__isnull=True)
    return there.select_related("group__programme", "meeting").first()


def last_run(group: Group) -> Run | None:
    """The last meeting that was closed, with its note."""
    there = Run.objects.filter(group=group, closed_at__isnull=False)
    return there.select_related("group", "meeting", "note").order_by("-opened_at").first()


def forgotten(at: datetime) -> QuerySet[Run]:
    """Open ones that nobody closed for long after their step's end, or whose group is closed."""
    late = Q(step_ends_at__lte=at - FORGOTTEN_AFTER) | Q(group__closed_at__isnull=False)
    return Run.objects.filter(late, closed_at__isnull=True).order_by("opened_at")


def way_of(run: Run) -> Way:
    """What the step that is on is like."""
    return AGENDAS[run.group.format][run.step]


def present_in(run: Run) -> list[Present]:
    """Everybody who is here, as the order asks."""
    here = Attendance.objects.filter(run=run, state=AttendanceState.HERE)
    return [present(one, run) for one in here.order_by("place")]


def present(attendance: Attendance, run: Run) -> Present:
    """One of them."""
    return Present(
        id=attendance.pk,
        place=attendance.place,
        hand_at=attendance.hand_at,
        has_turn=attendance.turn_at is not None,
        had_turn=attendance.had_turn == run.step,
    )
