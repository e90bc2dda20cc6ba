"""What supervisors see: whose work, which kinds, how often. No words, and no member's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import has_role, people_with
from hearten.boundaries.models import Concern, Sign, SupervisionNote
from hearten.boundaries.rules import Kind, Side
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor

COUNTED = timedelta(days=28)


def concerns_visible_to(actor: Actor, programme: Programme) -> QuerySet[Concern]:
    """For supervisors of the programme, once it is with them; never about themselves. Not visible
    is not there."""
    if not has_role(actor.actor_id, programme.id, Role.SUPERVISOR):
        return Concern.objects.none()
    found = Concern.objects.filter(programme=programme, with_supervisor_at__isnull=False)
    return found.exclude(supporter=actor.actor_id).select_related("supporter", "programme")


def waiting_for(actor: Actor, programme: Programme) -> int:
    """How many wait for a talk."""
    return concerns_visible_to(actor, programme).filter(closed_at__isnull=True).count()


def has_supervisor(supporter: Account, programme: Programme) -> bool:
    """Whether there is anybody a supporter could talk with."""
    return people_with(programme, Role.SUPERVISOR).exclude(pk=supporter.pk).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One concern in the list."""

    concern: Concern
    times: int
    days: int

    @property
    def kind(self) -> Kind:
        """Of what kind."""
        return Kind(self.concern.kind)

    @property
    def side(self) -> Side:
        """Whose doing."""
        return Side(self.concern.side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """All that is open about one supporter."""

    account: Account
    rows: Sequence[Row]


def list_for(actor: Actor, programme: Programme) -> list[Supporter]:
    """Open concerns by supporter, whose longest waits comes first."""
    found = concerns_visible_to(actor, programme).filter(closed_at__isnull=True)
    concerns = list(found.order_by("with_supervisor_at", "id"))
    counts = _counts(concerns)
    people: dict[UUID, list[Row]] = {}
    for one in concerns:
        people.setdefault(one.supporter_id, []).append(_row(one, counts))
    return [Supporter(account=rows[0].concern.supporter, rows=rows) for rows in people.values()]


Counted = dict[tuple[UUID, UUID | None, str, str], list[tuple[date, int]]]


def _counts(concerns: Sequence[Concern]) -> Counted:
    since = clock.now().date() - COUNTED
    signs = Sign.objects.filter(supporter__in={one.supporter_id for one in concerns}, day__gt=since)
    rows = signs.values_list("supporter", "pairing", "side", "kind", "day", "count")
    counted: Counted = {}
    for supporter, pairing, side, kind, day, count in rows.order_by("-day"):
        counted.setdefault((supporter, pairing, side, kind), []).append((day, count))
    return counted


def _row(one: Concern, counted: Counted) -> Row:
    days = counted.get(_key(one), [])
    return Row(concern=one, times=sum(count for _day, count in days), days=len(days))


def _key(one: Concern) -> tuple[UUID, UUID | None, str, str]:
    return one.supporter_id, one.pairing_id, one.side, one.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How often on one day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRead:
    """A note, opened."""

    author: str
    at: datetime
    text: str
    """Empty once the supporter's key was destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One concern with its days and notes."""

    row: Row
    days: Sequence[Day]
    notes: Sequence[NoteRead]


def detail_of(concern: Concern) -> Detail:
    """For whom concerns_visible_to gives it."""
    counted = _counts([concern])
    notes = concern.notes.select_related("author")
    return Detail(
        row=_row(concern, counted),
        days=[Day(day=day, count=count) for day, count in counted.get(_key(concern), [])],
        notes=[_opened(concern, note) for note in notes],
    )


def _opened(concern: Concern, note: SupervisionNote) -> NoteRead:
    text = ""
    if concern.supporter.wrapped_key is not None:
        key = crypto.unwrap(concern.supporter.wrapped_key)
        text = crypto.unseal(key, note.sealed_text, context=note_context(note))
    return NoteRead(author=note.author.pseudonym, at=note.at, text=text)


def note_context(note: SupervisionNote) -> str:
    """The authenticated context of a note's text."""
    return f"boundaries.SupervisionNote.text:{note.id}"
