"""Coming into a group: at once, after the hosts decided, or when a place comes free."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_field
from hearten.groups import policies
from hearten.groups.actions.danger import refuse_contacts
from hearten.groups.actions.introducing import clean_introduction, name, write
from hearten.groups.actions.places import (
    hosts_of,
    locked_person,
    move_up,
    open_group,
    refuse_held,
    tell,
)
from hearten.groups.models import Entry, Group, Seat, SeatState
from hearten.groups.rules import ANSWERS_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What somebody says when they come."""

    called: str
    """What they are called in this group."""
    introduction: str
    agreed: int
    """Which version of the agreements they read and accepted."""
    answers: str = ""
    """To the joining questions, where hosts decide."""


@transaction.atomic
def come_in(*, group: Group, coming: Coming, by: Actor, code: str = "") -> Seat:
    """Come into a group as oneself: at once where it is open or the code fits, else after its hosts decided;
    with a place on the waiting list where it is full. The seat says where one stands. Sent again,
    it is there once."""
    person = locked_person(by)
    held = open_group(group)
    seat = Seat.objects.filter(group=held, account=person).first()
    if seat is not None and seat.state != SeatState.GONE:
        return seat
    if not policies.may_come(by, held, code):
        raise NotAllowed(_("This group is not open to you."))
    refuse_held(person.pk)
    decided = held.entry != Entry.REQUEST or policies.has_code(held, code)
    seat = seat or Seat(group=held, account=person)
    _fill(seat, held, person, coming, asks=not decided)
    if decided:
        move_up(held, by=by)
        seat.refresh_from_db()
    else:
        audit.record(verb=Verb.GROUP_ASKED_FOR, subject=held, by=by)
        tell(hosts_of(held), held, "asked", seat.pk, seat.written)
    return seat


def _fill(seat: Seat, group: Group, person: Account, coming: Coming, *, asks: bool) -> None:
    seat.group = group
    if coming.agreed != group.newest_agreements:
        message = _("The agreements changed a moment ago. Please read them once more.")
        raise Invalid(message, code="changed", fields={"agreed": message})
    name(seat, coming.called, person)
    introduction = clean_introduction(coming.introduction)
    answers = ""
    if asks and group.questions:
        answers = clean_field(coming.answers, "answers", most=ANSWERS_MOST)
    refuse_contacts(introduction, seat)
    seat.state = SeatState.ASKED if asks else SeatState.WAITING
    seat.agreed, seat.asked_at = coming.agreed, clock.shared_now()
    seat.gone_how, seat.sealed_words, seat.to_tell = "", b"", False
    write(seat, introduction, answers)
    seat.save()
