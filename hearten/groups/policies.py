"""Who may start a group, come into one, decide in it."""

from hearten.accounts.models import Programme, Role
from hearten.accounts.queries import has_role, is_blocked
from hearten.foundation.actors import Actor
from hearten.groups import queries
from hearten.groups.models import Entry, Group, Seat, SeatRole, SeatState
from hearten.groups.rules import code_of


def may_start(by: Actor, programme: Programme) -> bool:
    """Members and supporters, as themselves. Nobody is in a group by another role."""
    return has_role(by.actor_id, programme.pk, Role.MEMBER, Role.SUPPORTER)


def may_come(by: Actor, group: Group, code: str) -> bool:
    """Whoever may start one, where nobody is with whom they have a block; with its code into any, without
    it into those that are no closed circle and did not ask this person to go."""
    if by.actor_id is None or not may_start(by, group.programme):
        return False
    if queries.is_parted_from(by.actor_id, group):
        return False
    if has_code(group, code):
        return True
    return group.entry != Entry.CLOSED and not queries.is_removed_from(by.actor_id, group)


def has_code(group: Group, code: str) -> bool:
    """Whether what was typed opens the group."""
    return code_of(code) == group.code


def is_here(seat: Seat | None) -> bool:
    """Whether this is the seat of somebody who is in the group."""
    return seat is not None and seat.state == SeatState.HERE


def may_decide(by: Actor, group: Group) -> bool:
    """Host and co-hosts: who comes in, who goes, what is agreed on."""
    seat = queries.seat_in(by.actor_id, group)
    return seat is not None and seat.hosts


def may_give_roles(by: Actor, group: Group) -> bool:
    """The host."""
    seat = queries.seat_in(by.actor_id, group)
    return seat is not None and seat.role == SeatRole.HOST


def may_remove(by: Actor, seat: Seat) -> bool:
    """Who decides, anybody but the host and themselves; a co-host, only the host."""
    if seat.account_id == by.actor_id or seat.role == SeatRole.HOST:
        return False
    if seat.role == SeatRole.CO_HOST:
        return may_give_roles(by, seat.group)
    return may_decide(by, seat.group)


def may_take_over(by: Actor, group: Group) -> bool:
    """Anybody who is in a group that looks for a host."""
    return group.asked_members_at is not None and is_here(queries.seat_in(by.actor_id, group))


def may_report(by: Actor, seat: Seat) -> bool:
    """Who is here, another one who is here and whom no block parts from them."""
    if by.actor_id is None or seat.account_id is None or is_seat_of(by, seat):
        return False
    both_here = is_here(seat) and is_here(queries.seat_in(by.actor_id, seat.group))
    return both_here and not is_blocked(by.actor_id, seat.account_id)


def may_write(seat: Seat) -> bool:
    """Who is here and accepted the newest agreements, while the group goes on."""
    group = seat.group
    return is_here(seat) and group.closed_at is None and seat.agreed == group.newest_agreements


def may_help(by: Actor, programme: Programme) -> bool:
    """The programme's staff who look after hosts."""
    return has_role(by.actor_id, programme.pk, Role.SUPERVISOR, Role.MANAGER)


def is_the_programme(by: Actor) -> bool:
    """The programme's own work: no person closes by hand what a deadline closes."""
    return by.actor_id is None


def is_seat_of(by: Actor, seat: Seat) -> bool:
    """Whether it is this person's own."""
    return by.actor_id is not None and seat.account_id == by.actor_id
