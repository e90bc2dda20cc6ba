"""Attendance once, for every use: a group's own notes, and the counts of all groups together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Sum

from hearten.accounts.models import Programme
from hearten.cockpit.models import Attendance, HostWords, Note
from hearten.cockpit.queries.sealed import host_context, note_context, takes_of
from hearten.cockpit.rules import APART_FOR, text_of_subject
from hearten.foundation import clock
from hearten.groups.queries import Group, SeatState, unsealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A note as people of the group read it."""

    note: Note
    words: str


def read_note(group: Group, note: Note) -> Read:
    """With its word, opened."""
    return Read(note=note, words=unsealed(group, note.sealed_words, note_context(note)))


def notes_of(group: Group) -> list[Read]:
    """A group's notes, the newest first: for who is here in it."""
    found = Note.objects.filter(run__group=group).select_related("run")
    return [read_note(group, note) for note in found.order_by("-run__opened_at")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Meetings of all groups of a programme together."""

    meetings: int
    came: int
    """Times somebody came."""


def counts_in(programme: Programme, since: datetime, until: datetime) -> Counts:
    """What is counted of meetings opened from `since` and before `until`. Of no single group, and of no
    person."""
    found = Note.objects.filter(
        run__group__programme=programme, run__opened_at__gte=since, run__opened_at__lt=until
    )
    sums = found.aggregate(meetings=Count("pk"), came=Sum("came"))
    return Counts(meetings=sums["meetings"], came=sums["came"] or 0)


def kept_apart(*, member_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Who stepped out of a meeting lately, with everybody here in that group: a question to one of them
    would tell whose seat it is. For matching.ports."""
    lately = Attendance.objects.filter(
        seat__account__in=member_ids,
        asked=True,
        stepped_out_at__gt=clock.now() - APART_FOR,
        run__group__seats__state=SeatState.HERE,
    )
    pairs = lately.values_list("seat__account", "run__group__seats__account").distinct()
    return [(one, other) for one, other in pairs if one != other]


def text_found(subject_id: str) -> str | None:
    """What a finding is about, as long as the words are there."""
    kind, id_ = text_of_subject(subject_id)
    if kind == "takes":
        row = Attendance.objects.filter(pk=id_).select_related("run__group").first()
        return (takes_of(row) or None) if row else None
    if kind == "hosts":
        words = HostWords.objects.filter(pk=id_).select_related("run__group").first()
        if words is None:
            return None
        return unsealed(words.run.group, words.sealed_text, host_context(words)) or None
    note = Note.objects.filter(pk=id_).select_related("run__group").first()
    return (read_note(note.run.group, note).words or None) if note else None
