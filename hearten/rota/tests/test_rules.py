"""Who is on duty, as a table a rota's planner can read."""

from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from hearten.rota import rules
from hearten.rota.rules import Change, Window

A, B, C = (UUID(int=number) for number in (1, 2, 3))
MON, SUN = 0, 6


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(person=A, day=MON, starts="22:00", ends="06:00", zone="Europe/Berlin") -> Window:
    return Window(
        person=person,
        weekday=day,
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
        zone=zone,
    )


def change(person, on, starts, ends) -> Change:
    return Change(person=person, on=on, starts_at=utc(starts), ends_at=utc(ends))


def spans(windows=(), changes=(), at="2026-11-23T00:00", until=None):
    since = utc(at)
    return rules.duties(
        windows, changes, since=since, until=utc(until) if until else since + rules.LOOK_AHEAD
    )


# Monday the 23rd of November 2026; in Berlin the clock is at +1.
@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-11-23T20:59", []),
        ("2026-11-23T21:00", [A]),
        ("2026-11-24T04:59", [A]),
        ("2026-11-24T05:00", []),
        ("2026-11-30T21:00", [A]),
    ],
)
def test_a_night_shift_runs_into_the_next_morning(at, who):
    assert rules.on_duty(spans([window()], at=at), utc(at)) == who


# The night to Sunday the 29th of March 2026 Berlin goes from +1 to +2 at 02:00, and the night to
# Sunday the 25th of October from +2 to +1 at 03:00.
@pytest.mark.parametrize(
    ("day", "starts", "ends", "start", "end"),
    [
        ("2026-03-29", "00:00", "08:00", "2026-03-28T23:00", "2026-03-29T06:00"),
        ("2026-10-25", "00:00", "08:00", "2026-10-24T22:00", "2026-10-25T07:00"),
        # A time that the clock leaves out: the shift begins at the earlier reading.
        ("2026-03-29", "02:30", "08:00", "2026-03-29T00:30", "2026-03-29T06:00"),
        # ... and ends at the later one.
        ("2026-03-29", "00:00", "02:30", "2026-03-28T23:00", "2026-03-29T01:30"),
        # A time that comes twice: from the first to the second.
        ("2026-10-25", "02:30", "08:00", "2026-10-25T00:30", "2026-10-25T07:00"),
        ("2026-10-25", "00:00", "02:30", "2026-10-24T22:00", "2026-10-25T01:30"),
    ],
)
def test_a_shift_where_the_clock_changes(day, starts, ends, start, end):
    shift = window(day=SUN, starts=starts, ends=ends)
    since, until = utc(f"{day}T00:00"), utc(f"{day}T23:00")
    [found] = rules.duties([shift], [], since=since, until=until)
    assert (found.start, found.end) == (utc(start), utc(end))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("meet", ["01:59", "02:00", "02:30", "03:00", "03:01"])
def test_shifts_that_meet_on_paper_leave_no_gap(day, meet):
    shifts = [
        window(A, SUN, "00:00", meet),
        window(B, SUN, meet, "08:00"),
    ]
    found = spans(shifts, at=f"{day}T00:00")
    assert rules.gaps(found, since=utc(f"{day}T00:00"), until=utc(f"{day}T06:00")) == []


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Kolkata", "2026-11-23T16:30"),
        ("America/New_York", "2026-11-24T03:00"),
        ("Pacific/Kiritimati", "2026-11-23T08:00"),
        ("Pacific/Pago_Pago", "2026-11-24T09:00"),
        ("Nowhere/Gone", "2026-11-23T22:00"),
    ],
)
def test_each_shift_keeps_to_its_own_clock(zone, start):
    first = spans([window(zone=zone)], until="2026-11-25T12:00")[0]
    assert first.start == utc(start)


@pytest.mark.parametrize("until", ["2026-11-24T00:00", "2026-12-07T00:00"])
def test_a_whole_week_covered_has_no_gaps(until):
    shifts = [window(A, day, "06:00", "18:00") for day in range(7)]
    shifts += [window(B, day, "18:00", "06:00") for day in range(7)]
    assert rules.gaps(spans(shifts), since=utc("2026-11-23T00:00"), until=utc(until)) == []


def test_equal_start_and_end_is_a_whole_day():
    [first] = spans([window(starts="09:00", ends="09:00")], until="2026-11-25T12:00")
    assert (first.start, first.end) == (utc("2026-11-23T08:00"), utc("2026-11-24T08:00"))


AT = "2026-11-23T23:00"  # within A's night shift


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ([], [A]),
        ([change(A, False, "2026-11-23T20:00", "2026-11-24T08:00")], []),
        ([change(A, False, "2026-11-23T22:00", "2026-11-23T23:00")], [A]),
        ([change(A, False, "2026-11-23T23:00", "2026-11-23T23:30")], []),
        ([change(B, False, "2026-11-23T20:00", "2026-11-24T08:00")], [A]),
        ([change(B, True, "2026-11-23T22:30", "2026-11-24T08:00")], [A, B]),
        (
            [
                change(A, True, "2026-11-23T20:00", "2026-11-24T08:00"),
                change(A, False, "2026-11-23T20:00", "2026-11-24T08:00"),
            ],
            [],
        ),
    ],
)
def test_single_changes(changes, who):
    assert rules.on_duty(spans([window()], changes), utc(AT)) == who


def test_who_comes_next_is_somebody_else_and_the_soonest():
    shifts = [window(A), window(B, 2, "08:00", "12:00"), window(C, 3, "08:00", "12:00")]
    found, now = spans(shifts), utc(AT)
    assert rules.next_on_duty(found, now, but=[A]) == (utc("2026-11-25T07:00"), [B])
    assert rules.next_on_duty(found, now, but=[A, B]) == (utc("2026-11-26T07:00"), [C])
    assert rules.next_on_duty(found, now, but=[A, B, C]) is None


def test_gaps_are_the_times_without_anybody():
    shifts = [window(A, MON, "08:00", "12:00"), window(B, MON, "11:00", "14:00")]
    found = rules.gaps(spans(shifts), since=utc("2026-11-23T09:00"), until=utc("2026-11-24T00:00"))
    assert found == [(utc("2026-11-23T13:00"), utc("2026-11-24T00:00"))]
    nobody = rules.gaps([], since=utc("2026-11-23T09:00"), until=utc("2026-11-23T10:00"))
    assert nobody == [(utc("2026-11-23T09:00"), utc("2026-11-23T10:00"))]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2026-11-25T10:59", "2026-11-18T11:00"),
        ("2026-11-25T11:00", "2026-11-25T11:00"),
        ("2026-12-01T23:00", "2026-11-25T11:00"),
    ],
)
def test_the_newest_moment_of_practice(at, found):
    assert rules.last_practice(utc(at), weekday=2, clock=time(11), zone="UTC") == utc(found)
