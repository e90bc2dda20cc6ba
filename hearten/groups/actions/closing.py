"""Closing a group kindly, and what is told to who did not come in any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import actions as conversations
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.groups import policies
from hearten.groups.actions.places import KEEPER, locked_group, tell, vacate
from hearten.groups.actions.telling import is_listed, tell_of_list
from hearten.groups.models import ClosedFor, GoneHow, Group, Seat, SeatState


@transaction.atomic
def close_group(*, group: Group, words: str, by: Actor) -> Group:
    """The host closes the group with last `words` in its room. Who was there can still read it. Closed
    before, nothing changes."""
    held = locked_group(group)
    if not policies.may_give_roles(by, held):
        raise NotAllowed(_("The host of the group does this."))
    if held.closed_at is None:
        conversations.end_circle(
            conversation_id=held.conversation_id,
            closing_words=words,
            host_id=by.actor_id,
            by=KEEPER,
        )
        shut(held, ClosedFor.HOST, by=by)
    return held


def close_empty(group: Group) -> None:
    """Where the last one left, there is nothing to come into any more."""
    if not group.taken:
        shut(group, ClosedFor.EMPTY, by=KEEPER)


def shut(group: Group, why: ClosedFor, *, by: Actor) -> None:
    """Close a group whose row is held: everybody here is told, and who waited for it too."""
    listed = is_listed(group)
    group.closed_at, group.closed_for = clock.now(), why
    group.asked_members_at, group.closes_at = None, None
    group.save()
    conversations.end_circle(conversation_id=group.conversation_id, by=KEEPER)
    audit.record(verb=Verb.GROUP_CLOSED, subject=group, by=by, why=why.value)
    tell_of_list(group, before=listed, by=by)
    for seat in Seat.objects.filter(group=group, state__in=[SeatState.ASKED, SeatState.WAITING]):
        seat.group = group
        vacate(seat, GoneHow.CLOSED, to_tell=True)
    people = Seat.objects.filter(group=group).exclude(account=by.actor_id)
    concerned = people.filter(state=SeatState.HERE) | people.filter(gone_how=GoneHow.CLOSED)
    tell(list(concerned.values_list("account_id", flat=True)), group, "closed")


@transaction.atomic
def put_letter_away(*, seat: Seat, by: Actor) -> None:
    """Somebody who is gone has read what was to be told. The words go."""
    held = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if not policies.is_seat_of(by, held):
        raise NotAllowed(_("Only the person it was written to can do this."))
    held.to_tell, held.sealed_words = False, b""
    held.save(update_fields=["to_tell", "sealed_words"])
