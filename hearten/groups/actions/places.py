"""A group and its seats held for a change, and what a change of one means for the others."""

import secrets
from uuid import UUID

from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import hold_on
from hearten.conversations import actions as conversations
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import ports, queries
from hearten.groups.models import GoneHow, Group, Seat, SeatRole, SeatState
from hearten.groups.rules import CODE_LENGTH, CODE_LETTERS, QUIET_AFTER, cause_of, notices_of
from hearten.notifications import actions as notifications
from hearten.notifications.queries import Kind, Words

KEEPER = SystemActor("groups")
"""Who seats people when a place comes free, and tells them."""
_NOT_BY = frozenset({Kind.VOICE})
"""A call is for danger."""


def locked_person(by: Actor) -> Account:
    """The actor's account, held: before all else, as everywhere."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can do this."))
    return Account.objects.select_for_update(no_key=True).get(pk=by.actor_id)


def locked_group(group: Group) -> Group:
    """The group as it is now, its row held."""
    rows = Group.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("programme").get(pk=group.pk)


def open_group(group: Group) -> Group:
    """As `locked_group`, of one that goes on."""
    held = locked_group(group)
    if held.closed_at is not None:
        raise NotPossible(_("This group is closed."), code="closed")
    return held


def own_seat(group: Group, by: Actor) -> Seat:
    """The actor's seat in a group whose row is held; NotAllowed where they have none here."""
    seat = queries.seat_in(by.actor_id, group)
    if seat is None or seat.state != SeatState.HERE:
        raise NotAllowed(_("Only people of this group can do this."))
    seat.group = group
    return seat


def hold_seat(*, group: Group, by: Actor) -> Seat:
    """The actor's seat in an open group, with the person's and the group's rows held: for what other
    domains decide about who is here. In the caller's transaction."""
    locked_person(by)
    return own_seat(open_group(group), by)


def hold_group(*, group: Group, by: Actor) -> Group:
    """The group as it is now, its row held: before another domain changes what it keeps of it. In the
    caller's transaction."""
    return locked_group(group)


def refuse_held(account_id: UUID) -> None:
    """Whoever may begin nothing new, or may not write, comes into no group for now."""
    if hold := hold_on(account_id):
        raise NotPossible(hold.words, code="held")


def new_code() -> str:
    """A code nobody guesses."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


def sit(seat: Seat, *, role: SeatRole = SeatRole.MEMBER, by: Actor) -> None:
    """They are here and in the room from now on, and whatever they answered is gone."""
    assert seat.account_id is not None  # noqa: S101 - whoever comes has an account
    seat.state, seat.role = SeatState.HERE, role
    seat.came_on, seat.sealed_answers = clock.now().date(), b""
    seat.save()
    conversations.enter_circle(
        conversation_id=seat.group.conversation_id, account_id=seat.account_id, by=KEEPER
    )
    audit.record(verb=Verb.GROUP_JOINED, subject=seat.group, by=by, role=str(role))


def move_up(group: Group, *, by: Actor = KEEPER) -> None:
    """Give every free place to who waits for one, in order, and tell all of them but `by`. The group's row
    is held; again it changes nothing."""
    group.refresh_from_db(fields=["taken", "size_limit"])
    while group.closed_at is None and group.free and (seat := queries.next_waiting(group)):
        seat.group = group
        own = seat.account_id == by.actor_id
        sit(seat, by=by if own else KEEPER)
        if not own:
            tell([seat.account_id], group, "place", seat.pk, seat.written)
        group.refresh_from_db(fields=["taken"])


def vacate(seat: Seat, how: GoneHow, words: str = "", *, to_tell: bool = False) -> None:
    """They are gone, from the room at once: their name, words and role with them. `words` are the hosts' to
    them."""
    if seat.account_id is not None:
        conversations.leave_circle(
            conversation_id=seat.group.conversation_id, account_id=seat.account_id, by=KEEPER
        )
    seat.state, seat.role, seat.gone_how, seat.to_tell = (
        SeatState.GONE,
        SeatRole.MEMBER,
        how,
        to_tell,
    )
    seat.name, seat.name_key, seat.agreed, seat.came_on = "", "", None, None
    seat.sealed_introduction, seat.sealed_answers = b"", b""
    seat.sealed_words = queries.sealed(seat.group, words, queries.words_context(seat))
    seat.save()
    ports.tell_gone(seat_id=seat.pk, by=KEEPER)


def after_leaving(group: Group, *, hosted: bool) -> None:
    """Somebody who was here is gone: a host's place goes to the co-host who is there longest, or the
    group is quiet at once; a free place to who waits; and a group without anybody is closed."""
    group.refresh_from_db(fields=["taken"])
    if hosted:
        _pass_on(group)
    move_up(group)


def _pass_on(group: Group) -> None:
    others = Seat.objects.filter(group=group, role=SeatRole.CO_HOST, account__is_active=True)
    heir = others.order_by("came_on", "asked_at").first()
    if heir is None:
        group.hosted_at = clock.shared_now() - QUIET_AFTER
        group.save(update_fields=["hosted_at"])
        return
    heir.role = SeatRole.HOST
    heir.save(update_fields=["role"])
    audit.record(verb=Verb.GROUP_HOST_CHANGED, subject=group, by=KEEPER, how="passed_on")
    tell([heir.account_id], group, "host", heir.pk, clock.shared_now())


def tell(people: "list[UUID | None]", group: Group, *cause: object) -> None:
    """Tell these people, discreetly, that something in a group needs them; once for each cause, which is
    made of anything that names it."""
    notifications.send(
        people=[one for one in people if one is not None],
        subject=notices_of(group.pk),
        cause=cause_of(group.pk, *cause),
        words=Words.PAGE,
        without=_NOT_BY,
        by=KEEPER,
    )


def hosts_of(group: Group) -> "list[UUID | None]":
    """The accounts of host and co-hosts."""
    deciding = [SeatRole.HOST, SeatRole.CO_HOST]
    return list(
        Seat.objects.filter(group=group, role__in=deciding).values_list("account_id", flat=True)
    )
