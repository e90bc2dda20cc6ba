"""New versions of a group's agreements, and accepting them."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_field
from hearten.groups import policies, queries
from hearten.groups.actions.places import locked_person, open_group, own_seat, tell
from hearten.groups.models import Agreements, Group, Seat, SeatState
from hearten.groups.rules import AGREEMENTS_MOST


@transaction.atomic
def change_agreements(*, group: Group, text: str, by: Actor) -> Agreements:
    """Write a new version, which everybody here is asked to accept; who wrote it has. The words that stand
    make no new one."""
    locked_person(by)
    held = open_group(group)
    if not policies.may_decide(by, held):
        raise NotAllowed(_("Hosts of the group write its agreements."))
    newest = queries.agreements_of(held)
    said = clean_field(text, "text", most=AGREEMENTS_MOST)
    if newest.text == said:
        return newest
    made = Agreements.objects.create(group=held, number=newest.number + 1, text=said)
    held.newest_agreements = made.number
    held.save(update_fields=["newest_agreements"])
    audit.record(verb=Verb.GROUP_AGREEMENTS_CHANGED, subject=held, by=by, number=made.number)
    _accept(own_seat(held, by), made.number, by)
    others = Seat.objects.filter(group=held, state=SeatState.HERE).exclude(account=by.actor_id)
    tell(list(others.values_list("account_id", flat=True)), held, "agreements", made.number)
    return made


@transaction.atomic
def accept_agreements(*, group: Group, number: int, by: Actor) -> Seat:
    """Accept the newest version, which has to be the one that was read. Accepted before, nothing changes."""
    locked_person(by)
    held = open_group(group)
    seat = own_seat(held, by)
    if number != held.newest_agreements:
        raise NotPossible(
            _("The agreements changed a moment ago. Please read them once more."), code="changed"
        )
    if seat.agreed != number:
        _accept(seat, number, by)
    return seat


def _accept(seat: Seat, number: int, by: Actor) -> None:
    seat.agreed = number
    seat.save(update_fields=["agreed"])
    audit.record(verb=Verb.GROUP_AGREEMENTS_ACCEPTED, subject=seat.group, by=by, number=number)
