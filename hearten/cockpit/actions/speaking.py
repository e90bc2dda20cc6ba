"""What people do with the one big button: raise a hand, take it back, pass, be done."""

from django.db import transaction

from hearten.cockpit import queries
from hearten.cockpit.actions.holding import go_on, held_run, own_place, take_turn_from
from hearten.cockpit.models import Attendance
from hearten.cockpit.rules import Way
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.groups.queries import Group


@transaction.atomic
def raise_hand(*, group: Group, step: int, by: Actor) -> Attendance:
    """Say that one would like to say something: where nobody is speaking it is their turn at once. `step`
    is the one that was on for them; another one by now, or a hand that is up, changes nothing."""
    run = held_run(group, by)
    mine = own_place(run, by)
    still = run.step == step and queries.way_of(run) is Way.HANDS
    if still and mine.hand_at is None and mine.turn_at is None:
        mine.hand_at = clock.shared_now()
        mine.save(update_fields=["hand_at"])
        go_on(run)
        mine.refresh_from_db()
    return mine


@transaction.atomic
def lower_hand(*, group: Group, by: Actor) -> Attendance:
    """Take one's hand back. Not up, nothing changes."""
    run = held_run(group, by)
    mine = own_place(run, by)
    if mine.hand_at is not None:
        mine.hand_at = None
        mine.save(update_fields=["hand_at"])
        go_on(run)
    return mine


@transaction.atomic
def end_turn(*, group: Group, step: int, by: Actor) -> Attendance:
    """Be done with one's turn, or pass, when it is there or before: the next one has it. `step` is the one
    that was on for them; another one by now changes nothing, and done before neither."""
    run = held_run(group, by)
    mine = own_place(run, by)
    in_a_round = queries.way_of(run) in (Way.ROUND, Way.CLOSING)
    if run.step == step and (mine.turn_at is not None or (in_a_round and mine.had_turn != step)):
        take_turn_from(mine)
        go_on(run)
    return mine
