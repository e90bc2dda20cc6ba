"""A meeting as one of its people finds it: without the name of anybody whom a block parts from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.cockpit.models import Attendance, AttendanceState, HostWords, Run
from hearten.cockpit.queries.runs import present, way_of
from hearten.cockpit.queries.sealed import (
    host_context,
    rating_of,
    takes_of,
)
from hearten.cockpit.rules import Move, Way, move_of, order_of
from hearten.groups.queries import Seat, seats_seen_by, unsealed

HOST_WORDS_MOST = 5
"""Of hosts' words, as many as stand on their page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person at a meeting, as the reader finds them."""

    id: UUID
    """Of this meeting only."""
    seat: Seat | None
    """None for whom the reader does not see: somebody."""
    own: bool
    turn_ends_at: datetime | None
    hand: bool
    had_turn: bool
    asked: bool
    """Whether somebody was asked to be with them; for hosts only, False for everybody else."""

    @property
    def name(self) -> str:
        """What they are called in the group; empty for somebody."""
        return self.seat.name if self.seat is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is on now."""

    run: Run
    way: Way
    turn: Somebody | None
    coming: Sequence[Somebody]
    """Who comes after them, in order."""
    listening: Sequence[Somebody]
    """The others who are here."""
    out: Sequence[Somebody]
    me: Somebody | None
    """None for who has not said that they are here."""
    am_out: bool
    move: Move | None

    @property
    def number(self) -> int:
        """Of the step, from 1."""
        return self.run.step + 1

    @property
    def is_last(self) -> bool:
        """Whether it is the last step."""
        return self.number == self.run.steps

    @property
    def here(self) -> list[Somebody]:
        """Everybody who is here."""
        return [*([self.turn] if self.turn else []), *self.coming, *self.listening]


def stage_for(reader: Account, run: Run, *, hosts: bool) -> Stage:
    """What is on for this reader, who is here in the group; `hosts`: whether they host it."""
    seats = {seat.pk: seat for seat in seats_seen_by(reader, run.group)}
    rows = list(
        Attendance.objects.filter(run=run)
        .exclude(state=AttendanceState.GONE)
        .select_related("seat")
        .order_by("place")
    )
    here = [row for row in rows if row.state == AttendanceState.HERE]
    as_present = {row.pk: present(row, run) for row in here}
    people = {row.pk: _somebody(row, run, reader, seats, hosts) for row in rows}
    order, way = order_of(way_of(run), as_present.values()), way_of(run)
    turn = next((people[row.pk] for row in here if row.turn_at is not None), None)
    mine = next((row for row in rows if row.seat.account_id == reader.pk), None)
    return Stage(
        run=run,
        way=way,
        turn=turn,
        coming=[people[id_] for id_ in order],
        listening=[people[row.pk] for row in here if row.turn_at is None and row.pk not in order],
        out=[people[row.pk] for row in rows if row.state == AttendanceState.OUT],
        me=people[mine.pk] if mine else None,
        am_out=mine is not None and mine.state == AttendanceState.OUT,
        move=move_of(way, as_present[mine.pk]) if mine and mine.pk in as_present else None,
    )


def _somebody(
    row: Attendance, run: Run, reader: Account, seats: Mapping[UUID, Seat], hosts: bool
) -> Somebody:
    return Somebody(
        id=row.pk,
        seat=seats.get(row.seat_id),
        own=row.seat.account_id == reader.pk,
        turn_ends_at=row.turn_ends_at,
        hand=row.hand_at is not None,
        had_turn=row.had_turn == run.step,
        asked=hosts and row.asked,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody takes along, as the reader finds it."""

    seat: Seat | None
    """None for who has left the group."""
    own: bool
    text: str


def was_at(reader: Account, run: Run) -> bool:
    """Whether they came to this meeting."""
    return Attendance.objects.filter(run=run, seat__account=reader).exists()


def takes_for(reader: Account, run: Run) -> list[Taken]:
    """What people take along, for who was there: but of nobody whom a block parts from the reader."""
    if not was_at(reader, run):
        return []
    rows = (
        Attendance.objects.filter(run=run)
        .exclude(sealed_takes=b"")
        .exclude(seat__account__in=blocked_with(reader.pk))
    )
    found = []
    for row in rows.select_related("seat").order_by("place"):
        row.run = run
        seat = row.seat if row.seat.name else None
        own = row.seat.account_id == reader.pk
        found.append(Taken(seat=seat, own=own, text=takes_of(row)))
    return found


def own_answers(reader: Account, run: Run) -> tuple[str, int | None]:
    """What the reader said to the two questions, to be changed by them."""
    mine = Attendance.objects.filter(run=run, seat__account=reader).first()
    if mine is None:
        return "", None
    mine.run = run
    return takes_of(mine), rating_of(run.group, mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHosts:
    """What a host wrote to the others."""

    seat: Seat | None
    own: bool
    text: str
    at: datetime


def host_words_for(reader: Account, run: Run) -> list[ToldHosts]:
    """The last of hosts' words, in order, for host and co-hosts: not of whom a block parts from the
    reader."""
    seats = {seat.pk: seat for seat in seats_seen_by(reader, run.group)}
    rows = HostWords.objects.filter(run=run, seat__in=seats).select_related("seat")
    last = list(rows.order_by("-at", "-pk")[:HOST_WORDS_MOST])[::-1]
    return [
        ToldHosts(
            seat=seats[row.seat_id],
            own=row.seat.account_id == reader.pk,
            text=unsealed(run.group, row.sealed_text, host_context(row)),
            at=row.at,
        )
        for row in last
    ]
