"""A tired host asks the programme's staff, and staff writes back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Role
from hearten.accounts.queries import blocked_with, people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, ids
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.text import clean_field
from hearten.groups import policies, queries
from hearten.groups.actions.places import locked_person, open_group, own_seat, tell
from hearten.groups.models import Group, HelpAsked
from hearten.groups.rules import WORDS_MOST


@transaction.atomic
def ask_help(*, group: Group, words: str, by: Actor) -> HelpAsked:
    """Tell the programme's staff that hosting is too much just now. Asked and not answered yet, it
    stays as it was asked."""
    locked_person(by)
    held = open_group(group)
    seat = own_seat(held, by)
    if not seat.hosts:
        raise NotAllowed(_("Hosts of the group can ask this."))
    if waiting := HelpAsked.objects.filter(seat=seat, answered_at=None).first():
        return waiting
    asked = HelpAsked(id=ids.new_id(), seat=seat)
    said = clean_field(words, "words", most=WORDS_MOST)
    asked.sealed_words = queries.sealed(held, said, queries.help_context(asked))
    asked.save(force_insert=True)
    audit.record(verb=Verb.GROUP_HELP_ASKED, subject=held, by=by)
    tell(staff_of(held, without=by.actor_id), held, "help", asked.pk)
    return asked


def staff_of(group: Group, *, without: UUID | None = None) -> "list[UUID | None]":
    """The supervisors of the programme, else its managers; never who asks, nor anybody with whom they
    have a block."""
    out = {without, *(blocked_with(without) if without else ())}
    for role in (Role.SUPERVISOR, Role.MANAGER):
        people = people_with(group.programme, role).values_list("pk", flat=True)
        if found := [one for one in people if one not in out]:
            return [*found]
    return []


@transaction.atomic
def answer_help(*, asked: HelpAsked, words: str, by: Actor) -> HelpAsked:
    """Write back to a host. Answered before, it stays as it was answered."""
    held = (
        HelpAsked.objects.select_for_update(no_key=True, of=("self",))
        .select_related("seat__group__programme")
        .get(pk=asked.pk)
    )
    group = held.seat.group
    if not policies.may_help(by, group.programme) or policies.is_seat_of(by, held.seat):
        raise NotAllowed(_("The programme’s staff answers this."))
    if held.answered_at is None:
        said = clean_field(words, "words", most=WORDS_MOST)
        held.sealed_answer = queries.sealed(group, said, queries.answer_context(held))
        held.answered_at = clock.now()
        held.save(update_fields=["sealed_answer", "answered_at"])
        audit.record(verb=Verb.GROUP_HELP_ANSWERED, subject=group, by=by)
        tell([held.seat.account_id], group, "help answered", held.pk)
    return held
