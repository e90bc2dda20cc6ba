"""Stepping out of a meeting to be with somebody, and leaving the group while it goes on."""

from uuid import UUID

from django.db import transaction

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.cockpit.actions.holding import go_on, held_run, own_place
from hearten.cockpit.models import Attendance, AttendanceState
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import HeartenError
from hearten.groups.queries import Group
from hearten.matching import actions as matching
from hearten.matching.queries import RequestKind, open_request


@transaction.atomic
def step_out(*, group: Group, by: Actor) -> Attendance:
    """Step out, and ask for support now as on the page of asking, without a word: matching brings it to
    somebody. Where one may not ask, one has stepped out all the same. Out already, nothing changes."""
    run = held_run(group, by)
    mine = own_place(run, by, out=True)
    if mine.state == AttendanceState.OUT:
        return mine
    mine.state, mine.stepped_out_at = AttendanceState.OUT, clock.shared_now()
    mine.hand_at, mine.turn_at, mine.turn_ends_at = None, None, None
    mine.asked = _asks_for_support(run.group, by)
    mine.save()
    audit.record(verb=Verb.RUN_STEPPED_OUT, subject=run, by=by, asked=mine.asked)
    go_on(run)
    return mine


def _asks_for_support(group: Group, by: Actor) -> bool:
    """Whether somebody looks for a supporter for them now, since this moment or before."""
    assert by.actor_id is not None  # noqa: S101 - they have a place here
    member = Account.objects.get(pk=by.actor_id)
    try:
        with transaction.atomic():
            matching.ask(member=member, programme=group.programme, kind=RequestKind.NOW, by=by)
    except HeartenError:
        waiting = open_request(member, group.programme_id)
        return waiting is not None and waiting.kind == RequestKind.NOW
    return True


@transaction.atomic
def on_gone(*, seat_id: UUID, by: Actor) -> None:
    """Somebody is in the group no more: they are gone from its meeting. For groups.ports.bind_on_gone;
    again it changes nothing."""
    there = Attendance.objects.filter(seat=seat_id, run__closed_at__isnull=True)
    rows = there.exclude(state=AttendanceState.GONE).select_related("run__group")
    for gone in rows.select_for_update(no_key=True, of=("self", "run")):
        gone.state = AttendanceState.GONE
        gone.hand_at, gone.turn_at, gone.turn_ends_at = None, None, None
        gone.save(update_fields=["state", "hand_at", "turn_at", "turn_ends_at"])
        go_on(gone.run)
