"""Opening a meeting, and saying that one is here."""

from django.db import transaction
from django.db.models import Max

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.cockpit.actions.holding import go_on, held_run
from hearten.cockpit.models import Attendance, AttendanceState, Run
from hearten.cockpit.rules import AGENDAS, share_of
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.groups import actions as groups
from hearten.groups.queries import Group, Meeting, Seat, seat_in


@transaction.atomic
def open_run(*, meeting: Meeting, by: Actor) -> Run:
    """Hosts open a meeting, with the first step, and are here. Opened before, it stays as it was."""
    seat = groups.hold_seat(group=meeting.group, by=by)
    begun = groups.begin_meeting(meeting=meeting, by=by)
    if known := Run.objects.filter(meeting=begun).first():
        return known
    now, steps = clock.shared_now(), len(AGENDAS[seat.group.format])
    run = Run.objects.create(
        meeting=begun,
        group=seat.group,
        steps=steps,
        opened_at=now,
        step_began_at=now,
        step_ends_at=now + share_of(0, steps=steps, minutes=begun.minutes),
    )
    _sit(run, seat)
    audit.record(verb=Verb.RUN_BEGUN, subject=run, by=by, steps=steps)
    go_on(run)
    return run


@transaction.atomic
def come(*, group: Group, by: Actor) -> Attendance:
    """Say that one is here: at the end of the order. Here already, nothing changes; who had stepped out
    is back in their place, and so is who had left the group meanwhile."""
    run = held_run(group, by)
    mine = Attendance.objects.filter(run=run, seat__account=by.actor_id).first()
    if mine is None:
        seat = seat_in(by.actor_id, run.group)
        assert seat is not None  # noqa: S101 - it is held
        mine = _sit(run, seat)
        go_on(run)
    elif mine.state != AttendanceState.HERE:
        mine.state = AttendanceState.HERE
        mine.save(update_fields=["state"])
        mine.run = run
        go_on(run)
    return mine


def _sit(run: Run, seat: Seat) -> Attendance:
    last = Attendance.objects.filter(run=run).aggregate(last=Max("place"))["last"] or 0
    return Attendance.objects.create(run=run, seat=seat, place=last + 1, came_at=clock.shared_now())
