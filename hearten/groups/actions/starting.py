"""Starting a self-run group, and saying anew what it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import actions as conversations
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_field
from hearten.groups import policies
from hearten.groups.actions.danger import refuse_contacts
from hearten.groups.actions.introducing import clean_introduction, name, write
from hearten.groups.actions.places import (
    KEEPER,
    locked_person,
    move_up,
    new_code,
    open_group,
    refuse_held,
    sit,
)
from hearten.groups.actions.telling import is_listed, tell_of_list
from hearten.groups.models import Agreements, Entry, Format, Group, Seat, SeatRole
from hearten.groups.rules import (
    AGREEMENTS_MOST,
    NAME_MOST,
    PLACES_LEAST,
    PLACES_MOST,
    PURPOSE_MOST,
    QUESTION_MOST,
    QUESTIONS_MOST,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """What a group is."""

    name: str
    purpose: str
    language: str
    entry: str
    size_limit: int
    questions: Sequence[str] = ()


@transaction.atomic
def start_group(
    *,
    programme: Programme,
    group_id: UUID,
    format: str,
    words: GroupWords,
    agreements: str,
    called: str,
    introduction: str,
    by: Actor,
) -> Group:
    """Start a group that its own members run, with the actor as its host. `group_id` was chosen where it
    was written: sent again, it is there once. `format` is a code of Format; `called` is what the host
    is called there."""
    person = locked_person(by)
    if not policies.may_start(by, programme):
        raise NotAllowed(_("Members and supporters of the programme start groups."))
    if known := Group.objects.filter(pk=group_id).first():
        return _started_before(known, by)
    refuse_held(person.pk)
    said = _cleaned(words)
    text = clean_field(agreements, "agreements", most=AGREEMENTS_MOST)
    if format not in Format.values:
        raise Invalid(_("Please choose from the list."), fields={"format": ""})
    group = Group.objects.create(
        id=group_id,
        programme=programme,
        conversation=conversations.open_circle(programme=programme, by=KEEPER),
        format=format,
        code=new_code(),
        **said,
    )
    Agreements.objects.create(group=group, number=1, text=text)
    audit.record(verb=Verb.GROUP_STARTED, subject=group, by=by, format=format, entry=words.entry)
    seat = Seat(group=group, account=person, agreed=1)
    name(seat, called, person)
    about = clean_introduction(introduction)
    refuse_contacts(about, seat)
    write(seat, about)
    sit(seat, role=SeatRole.HOST, by=by)
    tell_of_list(group, before=False, by=by)
    return group


def _started_before(group: Group, by: Actor) -> Group:
    if not Seat.objects.filter(group=group, account=by.actor_id).exists():
        raise NotPossible(_("Please begin once more: this page was used before."), code="used")
    return group


@transaction.atomic
def change_group(*, group: Group, words: GroupWords, by: Actor) -> Group:
    """Say anew what a group is. With more places who waits comes in at once; there are never fewer than
    people here. Saving what stands changes nothing."""
    held = open_group(group)
    if not policies.may_decide(by, held):
        raise NotAllowed(_("Hosts of the group can change this."))
    said = _cleaned(words)
    if said["size_limit"] < held.taken:
        message = _("There are more people here than that.")
        raise Invalid(message, code="too_few", fields={"size_limit": message})
    if any(getattr(held, field) != value for field, value in said.items()):
        listed = is_listed(held)
        for field, value in said.items():
            setattr(held, field, value)
        held.save(update_fields=[*said])
        audit.record(verb=Verb.GROUP_CHANGED, subject=held, by=by, entry=held.entry)
        tell_of_list(held, before=listed, by=by)
        move_up(held)
    return held


def _cleaned(words: GroupWords) -> dict[str, Any]:
    if not PLACES_LEAST <= words.size_limit <= PLACES_MOST:
        limits = {"least": PLACES_LEAST, "most": PLACES_MOST}
        message = _("Please choose from %(least)s to %(most)s people.") % limits
        raise Invalid(message, fields={"size_limit": message})
    if words.entry not in Entry.values:
        message = _("Please choose from the list.")
        raise Invalid(message, fields={"entry": message})
    said = asdict(words)
    said["name"] = clean_field(words.name, "name", most=NAME_MOST, lines=False)
    said["purpose"] = clean_field(words.purpose, "purpose", most=PURPOSE_MOST, lines=False)
    asked = [one for one in words.questions if one.strip()] if words.entry == Entry.REQUEST else []
    said["questions"] = [
        clean_field(one, "questions", most=QUESTION_MOST, lines=False)
        for one in asked[:QUESTIONS_MOST]
    ]
    return said
