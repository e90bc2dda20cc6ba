"""What hosts do: the next step, more time, whose turn it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.cockpit.actions.holding import give_turn_to, go_on, hosted_run, nudge
from hearten.cockpit.models import Attendance, AttendanceState, Run
from hearten.cockpit.rules import share_of, with_more_time
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible
from hearten.groups.queries import Group


@transaction.atomic
def next_step(*, group: Group, after: int, by: Actor) -> Run:
    """Go on to the step after `after`: hands and turn are over, and a round begins with the first one.
    Where the meeting has gone on already, nothing changes: two hosts press once."""
    run = hosted_run(group, by)
    if run.step != after:
        return run
    if run.step + 1 == run.steps:
        raise NotPossible(_("This is the last step. You can close the meeting."), code="last")
    now = clock.shared_now()
    run.step, run.step_began_at = run.step + 1, now
    run.step_ends_at = now + share_of(run.step, steps=run.steps, minutes=run.meeting.minutes)
    run.save(update_fields=["step", "step_began_at", "step_ends_at"])
    Attendance.objects.filter(run=run).update(hand_at=None, turn_at=None, turn_ends_at=None)
    audit.record(verb=Verb.RUN_STEP, subject=run, by=by, step=run.step)
    go_on(run)
    return run


@transaction.atomic
def give_time(*, group: Group, until: datetime, by: Actor) -> Run:
    """Two more minutes for the step, and for whose turn it is. `until` is the end that was seen: where it
    is another one by now, nothing changes."""
    run = hosted_run(group, by)
    if run.step_ends_at != until:
        return run
    now = clock.shared_now()
    run.step_ends_at = with_more_time(run.step_ends_at, now)
    run.save(update_fields=["step_ends_at"])
    for speaker in Attendance.objects.filter(run=run, turn_ends_at__isnull=False):
        assert speaker.turn_ends_at is not None  # noqa: S101 - asked for
        speaker.turn_ends_at = with_more_time(speaker.turn_ends_at, now)
        speaker.save(update_fields=["turn_ends_at"])
    nudge(run)
    return run


@transaction.atomic
def give_turn(*, group: Group, attendance_id: UUID, by: Actor) -> Run:
    """It is their turn now, whatever the order says. Theirs already, nothing changes."""
    run = hosted_run(group, by)
    there = Attendance.objects.filter(run=run, state=AttendanceState.HERE)
    chosen = there.filter(pk=attendance_id).first()
    if chosen is None:
        raise NotPossible(_("They are not here at the moment."), code="not_here")
    if chosen.turn_at is None:
        chosen.run = run
        give_turn_to(chosen)
        nudge(run)
    return run
