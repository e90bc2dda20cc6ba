"""Roles, handing over, and that a host was there."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import policies, queries
from hearten.groups.actions.places import locked_person, new_code, open_group, own_seat, tell
from hearten.groups.models import Group, Seat, SeatRole, SeatState
from hearten.groups.rules import NOTED_AT_MOST


@transaction.atomic
def give_role(*, seat: Seat, co_host: bool, by: Actor) -> Seat:
    """Make somebody who is here a co-host, or a member again."""
    group = open_group(seat.group)
    if not policies.may_give_roles(by, group):
        raise NotAllowed(_("The host of the group does this."))
    held = _present(seat, group)
    if held.role == SeatRole.HOST:
        raise NotPossible(_("Hand the group over to somebody else first."), code="host")
    role = SeatRole.CO_HOST if co_host else SeatRole.MEMBER
    if held.role != role:
        held.role = role
        held.save(update_fields=["role"])
        audit.record(verb=Verb.GROUP_ROLE_CHANGED, subject=group, by=by, role=role.value)
        tell([held.account_id], group, "role", role, clock.shared_now())
    return held


@transaction.atomic
def hand_over(*, seat: Seat, by: Actor) -> Seat:
    """Make somebody else who is here the host; who hands over stays as a co-host."""
    group = open_group(seat.group)
    held = _present(seat, group)
    if policies.is_seat_of(by, held):
        return held
    if not policies.may_give_roles(by, group):
        raise NotAllowed(_("The host of the group does this."))
    _become_host(held, group, by=by, how="handed_over")
    tell([held.account_id], group, "host", held.pk, clock.shared_now())
    return held


@transaction.atomic
def take_over(*, group: Group, by: Actor) -> Seat:
    """Become the host of a group that looks for one: the first who does. Who was host is co-host."""
    locked_person(by)
    held = open_group(group)
    seat = own_seat(held, by)
    if seat.role == SeatRole.HOST:
        _was_there(held)
        return seat
    if not policies.may_take_over(by, held):
        raise NotPossible(_("This group has a host again. Thank you."), code="hosted")
    _become_host(seat, held, by=by, how="taken_over")
    return seat


def _become_host(seat: Seat, group: Group, *, by: Actor, how: str) -> None:
    before = Seat.objects.filter(group=group, role=SeatRole.HOST)
    before.update(role=SeatRole.CO_HOST)
    seat.role = SeatRole.HOST
    seat.save(update_fields=["role"])
    _was_there(group)
    audit.record(verb=Verb.GROUP_HOST_CHANGED, subject=group, by=by, how=how)


@transaction.atomic
def note_hosting(*, group: Group, by: Actor) -> bool:
    """A host or co-host is there: known to the hour, and the group looks for nobody any more. Gives
    whether that was news."""
    now = clock.shared_now()
    recent = group.asked_members_at is None and now - group.hosted_at < NOTED_AT_MOST
    if recent or group.closed_at is not None or not policies.may_decide(by, group):
        return False
    held = open_group(group)
    if not Seat.objects.filter(group=held, role=SeatRole.HOST).exists():
        return False  # co-hosts alone: somebody has to take over
    _was_there(held)
    return True


def _was_there(group: Group) -> None:
    group.hosted_at = clock.shared_now()
    group.asked_members_at, group.closes_at = None, None
    group.save(update_fields=["hosted_at", "asked_members_at", "closes_at"])


@transaction.atomic
def draw_new_code(*, group: Group, by: Actor) -> Group:
    """Another code: the one that was handed out opens nothing any more."""
    held = open_group(group)
    if not policies.may_decide(by, held):
        raise NotAllowed(_("Hosts of the group can change this."))
    held.code = new_code()
    held.save(update_fields=["code"])
    audit.record(verb=Verb.GROUP_CHANGED, subject=held, by=by, code=True)
    return held


def _present(seat: Seat, group: Group) -> Seat:
    held = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk, group=group)
    if held.state != SeatState.HERE or queries.seat_in(held.account_id, group) is None:
        raise NotPossible(_("This person is not in the group any more."), code="gone")
    held.group = group
    return held
