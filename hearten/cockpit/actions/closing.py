"""The two questions at the end, closing a meeting, and the note that is left of it."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.cockpit import policies, queries
from hearten.cockpit.actions.danger import read_for_danger
from hearten.cockpit.actions.holding import (
    KEEPER,
    held_run,
    hosted_run,
    nudge,
    own_place,
    refuse_held,
)
from hearten.cockpit.models import Attendance, AttendanceState, Note, Run
from hearten.cockpit.rules import RATINGS, WORDS_MOST, Way, mean_of, subject_of
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.groups import actions as groups
from hearten.groups.queries import Group, sealed

_LOG = logging.getLogger(__name__)


@transaction.atomic
def answer_closing(*, group: Group, takes: str, rating: int | None, by: Actor) -> Attendance:
    """Say what one takes along, and how it was from 1 to 5; either may be left empty, and changed until
    the meeting is closed."""
    run = held_run(group, by)
    mine = own_place(run, by)
    if queries.way_of(run) is not Way.CLOSING:
        raise NotPossible(_("The questions come with the last step."), code="not_yet")
    if rating is not None and rating not in RATINGS:
        message = _("Please choose from the list.")
        raise Invalid(message, fields={"rating": message})
    said = _cleaned(takes, "takes")
    if said != queries.takes_of(mine):
        refuse_held(by, said)
        mine.written += 1
        read_for_danger(run, by, subject_of("takes", mine.pk, mine.written), said)
    mine.sealed_takes = sealed(run.group, said, queries.takes_context(mine))
    told = "" if rating is None else str(rating)
    mine.sealed_rating = sealed(run.group, told, queries.rating_context(mine))
    mine.save(update_fields=["sealed_takes", "sealed_rating", "written"])
    nudge(run)
    return mine


def _cleaned(typed: str, field: str) -> str:
    try:
        return clean_text(typed, most=WORDS_MOST, required=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error


@transaction.atomic
def close_run(*, run: Run, by: Actor) -> Note:
    """Hosts close the meeting, at its last step or before: its note is drafted from who was there. Closed
    before, nothing changes."""
    if not policies.may_host(by, run.group):
        raise NotAllowed(_("Hosts of the group can do this."))
    drafted = Note.objects.filter(run=run).first()
    return drafted if drafted is not None else _close(hosted_run(run.group, by), by)


def _close(run: Run, by: Actor) -> Note:
    note = _drafted(run)
    # Counted: nobody ever reads how it was for one of them.
    Attendance.objects.filter(run=run).update(
        sealed_rating=b"", hand_at=None, turn_at=None, turn_ends_at=None
    )
    run.closed_at = clock.shared_now()
    run.save(update_fields=["closed_at"])
    groups.end_meeting(meeting=run.meeting, by=KEEPER)
    audit.record(verb=Verb.RUN_CLOSED, subject=run, by=by, step=run.step, came=note.came)
    nudge(run)
    return note


def _drafted(run: Run) -> Note:
    there = list(Attendance.objects.filter(run=run))
    ratings = [one for row in there if (one := queries.rating_of(run.group, row)) is not None]
    lasted = clock.shared_now() - run.opened_at
    return Note.objects.create(
        run=run,
        came=max(len(there), 1),
        stepped_out=sum(one.stepped_out_at is not None for one in there),
        stayed=sum(one.state == AttendanceState.HERE for one in there),
        steps=run.step + 1,
        minutes=round(lasted / timedelta(minutes=1)),
        rated=len(ratings),
        rating=mean_of(ratings),
    )


def close_forgotten(*, by: Actor) -> int:
    """Close what nobody closed half an hour after its end, or whose group is closed; gives how many. Safe
    to repeat, at the same time too; each is a transaction of its own."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    done, failed = 0, None
    for run_id in list(queries.forgotten(clock.shared_now()).values_list("pk", flat=True)):
        try:
            done += _close_forgotten(run_id)
        except Exception as error:
            _LOG.error("a meeting cannot be closed: %s", type(error).__name__)
            failed = error
    if failed is not None:
        raise failed  # the job fails where an operator sees it; the rows stay due
    return done


@transaction.atomic
def _close_forgotten(run_id: UUID) -> bool:
    due = queries.forgotten(clock.shared_now()).filter(pk=run_id)
    run = due.select_related("meeting__group", "group").first()
    if run is None:
        return False
    # The group's row before the run's, as everywhere; looked at again once both are held.
    groups.hold_group(group=run.group, by=KEEPER)
    if not due.select_for_update(no_key=True, of=("self",)).exists():
        return False
    _close(run, KEEPER)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What hosts say of a meeting once they looked at its note."""

    came: int
    stepped_out: int
    stayed: int
    words: str = ""


@transaction.atomic
def confirm_note(*, run: Run, counted: Counted, by: Actor) -> Note:
    """Hosts confirm the counts, corrected where somebody was there without a press, with a word to the
    group if they like. Confirmed before, nothing changes."""
    seat = groups.hold_seat(group=run.group, by=by)
    if not policies.may_host(by, seat.group):
        raise NotAllowed(_("Hosts of the group can do this."))
    note = Note.objects.select_for_update(no_key=True).get(run=run)
    if note.confirmed_at is not None:
        return note
    _refuse_too_many(counted, seat.group.size_limit)
    said = _cleaned(counted.words, "words")
    refuse_held(by, said)
    note.came, note.stepped_out = counted.came, counted.stepped_out
    note.stayed = counted.stayed
    note.sealed_words = sealed(seat.group, said, queries.note_context(note))
    note.words_by = seat if said else None
    note.confirmed_at = clock.shared_now()
    read_for_danger(run, by, subject_of("note", note.pk, 1), said)
    note.save()
    audit.record(verb=Verb.NOTE_CONFIRMED, subject=run, by=by, came=note.came)
    return note


def _refuse_too_many(counted: Counted, places: int) -> None:
    if not 1 <= counted.came <= places:
        message = _("Please choose from %(least)s to %(most)s.") % {"least": 1, "most": places}
        raise Invalid(message, fields={"came": message})
    for field in ("stepped_out", "stayed"):
        if not 0 <= getattr(counted, field) <= counted.came:
            message = _("There cannot be more than came.")
            raise Invalid(message, fields={field: message})
