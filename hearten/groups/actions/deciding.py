"""Hosts decide who comes in, and ask somebody to go."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.text import clean_field
from hearten.groups import policies
from hearten.groups.actions.danger import turned_to
from hearten.groups.actions.places import (
    after_leaving,
    move_up,
    new_code,
    open_group,
    tell,
    vacate,
)
from hearten.groups.models import GoneHow, Group, Seat, SeatState
from hearten.groups.rules import WORDS_MOST


@transaction.atomic
def answer_asking(*, seat: Seat, yes: bool, by: Actor, words: str = "") -> Seat:
    """Let somebody in who asked, or say no with `words` that they read. With a yes they take a free
    place, or wait for one in the order of asking. Answered before, it stays as it was answered."""
    group = open_group(seat.group)
    if not policies.may_decide(by, group):
        raise NotAllowed(_("Hosts of the group decide this."))
    held = _held(seat, group)
    if held.state != SeatState.ASKED:
        return held
    turned_to(group, by)
    audit.record(verb=Verb.GROUP_ASKING_ANSWERED, subject=group, by=by, yes=yes)
    if yes:
        held.state, held.sealed_answers = SeatState.WAITING, b""
        held.save()
        move_up(group)
        held.refresh_from_db()
    else:
        said = clean_field(words, "words", most=WORDS_MOST)
        vacate(held, GoneHow.DECLINED, said, to_tell=True)
    if held.state != SeatState.HERE:
        tell([held.account_id], group, "answered", held.pk, held.written)
    return held


@transaction.atomic
def remove_person(*, seat: Seat, words: str, by: Actor) -> Seat:
    """Ask somebody to go, with `words` that they read. At once they are not in the group any more, and
    the code they knew opens nothing."""
    group = open_group(seat.group)
    held = _held(seat, group)
    if held.state == SeatState.GONE:
        return held
    if not policies.may_remove(by, held):
        raise NotAllowed(_("Hosts of the group do this, and not with the host."))
    was_here = held.state == SeatState.HERE
    said = clean_field(words, "words", most=WORDS_MOST)
    vacate(held, GoneHow.REMOVED, said, to_tell=True)
    group.code = new_code()
    group.save(update_fields=["code"])
    audit.record(verb=Verb.GROUP_LEFT, subject=group, by=by, how=GoneHow.REMOVED.value)
    tell([held.account_id], group, "removed", held.pk, held.written)
    if was_here:
        after_leaving(group, hosted=False)
    return held


def _held(seat: Seat, group: Group) -> Seat:
    """The seat as it is now, its row held."""
    held = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk, group=group)
    held.group = group
    return held
