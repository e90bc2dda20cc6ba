"""A run and somebody's place in it held for a change; and whose turn it is after one."""

from uuid import UUID

from django.utils.translation import gettext as _

from hearten.cockpit import policies, queries
from hearten.cockpit.models import Attendance, AttendanceState, Run
from hearten.cockpit.rules import TURN, order_of
from hearten.conduct.queries import Scope, hold_on
from hearten.conversations.rules import circle_topic_of
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import actions as groups
from hearten.groups.queries import Group

KEEPER = SystemActor("cockpit")
"""Who closes what everybody forgot, and keeps the order."""


def held_run(group: Group, by: Actor) -> Run:
    """The open run of a group in which the actor is here, its row held after the person's and the group's.
    NotPossible where none is open."""
    seat = groups.hold_seat(group=group, by=by)
    run = Run.objects.select_for_update(no_key=True).filter(group=group, closed_at=None).first()
    if run is None:
        raise NotPossible(_("No meeting is open now."), code="over")
    run.group = seat.group
    return run


def hosted_run(group: Group, by: Actor) -> Run:
    """As `held_run`, for host and co-hosts."""
    run = held_run(group, by)
    if not policies.may_host(by, run.group):
        raise NotAllowed(_("Hosts of the group can do this."))
    return run


def own_place(run: Run, by: Actor, *, out: bool = False) -> Attendance:
    """The actor's attendance in a run that is held. With `out`, of somebody who stepped out too."""
    there = (AttendanceState.HERE, AttendanceState.OUT) if out else (AttendanceState.HERE,)
    mine = Attendance.objects.filter(run=run, seat__account=by.actor_id, state__in=there).first()
    if mine is None:
        raise NotPossible(_("Please say first that you are here."), code="not_here")
    mine.run = run
    return mine


def refuse_held(by: Actor, text: str) -> None:
    """NotPossible for words of somebody who may not write to others at the moment; stepping out, turns and
    hands stay."""
    hold = hold_on(by.actor_id) if text and by.actor_id is not None else None
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")


def give_turn_to(attendance: Attendance) -> None:
    """They have the turn now, and whoever had it has had theirs. The run is held."""
    run = attendance.run
    for other in Attendance.objects.filter(run=run, turn_at__isnull=False):
        other.run = run
        take_turn_from(other)
    now = clock.shared_now()
    attendance.hand_at, attendance.turn_at, attendance.turn_ends_at = None, now, now + TURN
    attendance.save(update_fields=["hand_at", "turn_at", "turn_ends_at"])


def take_turn_from(attendance: Attendance) -> None:
    """They have had their turn in this step, or passed."""
    attendance.hand_at, attendance.turn_at, attendance.turn_ends_at = None, None, None
    attendance.had_turn = attendance.run.step
    attendance.save(update_fields=["hand_at", "turn_at", "turn_ends_at", "had_turn"])


def go_on(run: Run) -> None:
    """Where nobody has the turn, the next in the order has it; and every page asks for its part."""
    present = queries.present_in(run)
    if not any(one.has_turn for one in present):
        following: list[UUID] = order_of(queries.way_of(run), present)
        if following:
            next_one = Attendance.objects.get(pk=following[0])
            next_one.run = run
            give_turn_to(next_one)
    nudge(run)


def nudge(run: Run) -> None:
    """The pages of the group's room hear that there is something, and nothing else."""
    live.publish_on_commit(circle_topic_of(run.group.conversation_id), 0)
