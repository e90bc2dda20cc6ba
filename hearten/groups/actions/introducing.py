"""What somebody is called in a group, and how they introduce themselves."""

from django.db import transaction

from hearten.accounts.models import Account
from hearten.accounts.naming import clean_pseudonym, refuse_elsewhere, taken
from hearten.accounts.rules import pseudonyms
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotPossible
from hearten.foundation.text import clean_field
from hearten.groups import queries
from hearten.groups.actions.danger import read_for_danger, refuse_contacts
from hearten.groups.actions.places import locked_person, open_group, own_seat
from hearten.groups.models import Group, Seat
from hearten.groups.rules import INTRODUCTION_MOST


@transaction.atomic
def introduce(*, group: Group, called: str, introduction: str, by: Actor) -> Seat:
    """Give oneself another name in a group, or introduce oneself in other words. Said again, nothing
    changes."""
    person = locked_person(by)
    held = open_group(group)
    seat = own_seat(held, by)
    hold = hold_on(person.pk)
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")
    before = (seat.name, queries.introduction_of(seat))
    name(seat, called, person)
    words = clean_introduction(introduction)
    if before == (seat.name, words):
        return seat
    if before[1] != words:
        refuse_contacts(words, seat)
        write(seat, words)
    seat.save()
    audit.record(verb=Verb.GROUP_INTRODUCED, subject=held, by=by)
    return seat


def name(seat: Seat, called: str, person: Account) -> None:
    """Call the seat this: a name nobody else has in the group, and its person nowhere else."""
    group = seat.group
    try:
        cleaned = clean_pseudonym(called, group.programme.name, group.name)
        if not queries.is_name_free(group, cleaned, but=person.pk):
            raise taken()
        refuse_elsewhere(cleaned, person, place=group.pk)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"called": error.message}) from error
    seat.name, seat.name_key = cleaned, pseudonyms.key(cleaned)


def clean_introduction(words: str) -> str:
    """The words as they are kept."""
    return clean_field(words, "introduction", most=INTRODUCTION_MOST)


def write(seat: Seat, introduction: str, answers: str = "") -> None:
    """Seal what somebody says of themselves, and read it for danger."""
    group, seat.written = seat.group, seat.written + 1
    seat.sealed_introduction = queries.sealed(
        group, introduction, queries.introduction_context(seat)
    )
    seat.sealed_answers = queries.sealed(group, answers, queries.answers_context(seat))
    read_for_danger(seat, introduction, answers)
