"""Leaving a group, or taking back that one asked."""

from uuid import UUID

from django.db import transaction

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.groups import queries
from hearten.groups.actions.closing import close_empty
from hearten.groups.actions.places import after_leaving, locked_group, locked_person, vacate
from hearten.groups.models import GoneHow, Group, Seat, SeatRole, SeatState


@transaction.atomic
def leave(*, group: Group, by: Actor) -> None:
    """Not be in a group any more, or not wait for it. A host's place goes to the co-host who is there
    longest. Left before, nothing changes."""
    locked_person(by)
    held = locked_group(group)
    seat = queries.seat_in(by.actor_id, held)
    if seat is not None:
        go(seat, held, by=by)


@transaction.atomic
def on_account_suspended(*, account_id: UUID, by: Actor) -> None:
    """Somebody is suspended, or is in the programme no more: they leave all their groups. For
    accounts.ports.bind_on_suspended; called again it changes nothing."""
    for group in groups_with(account_id):
        seat = queries.seat_in(account_id, group)
        if seat is not None:
            go(seat, group, by=by)


def groups_with(account_id: UUID) -> list[Group]:
    """Every group somebody has a seat in, their rows held, in one order."""
    there = Seat.objects.filter(account=account_id).exclude(state=SeatState.GONE)
    found = Group.objects.filter(pk__in=there.values("group")).order_by("pk")
    return [locked_group(one) for one in found]


def go(seat: Seat, group: Group, *, by: Actor) -> None:
    """Leave a group whose row is held, with what that means for the others."""
    was_here, hosted = seat.state == SeatState.HERE, seat.role == SeatRole.HOST
    seat.group = group
    vacate(seat, GoneHow.LEFT)
    audit.record(verb=Verb.GROUP_LEFT, subject=group, by=by, how=GoneHow.LEFT.value)
    if was_here and group.closed_at is None:
        after_leaving(group, hosted=hosted)
        close_empty(group)
