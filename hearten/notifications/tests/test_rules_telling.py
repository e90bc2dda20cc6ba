"""When somebody is told: once it was new for two minutes, never in their quiet hours, by their clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hearten.notifications.rules import Hours, Rhythm, due_at

MADRID = "Europe/Madrid"
HOURS = Hours(zone=MADRID)


def at(day: int, hour: int, minute: int = 0, zone: str = MADRID, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "told", "due"),
    [
        (at(3, 12), None, at(3, 12, 2)),
        (at(3, 12), at(3, 11), at(3, 12, 2)),
        (at(3, 12), at(3, 11, 55), at(3, 12, 10)),
        (at(3, 21, 57), None, at(3, 21, 59)),
        (at(3, 21, 58), None, at(4, 8)),
        (at(3, 23), None, at(4, 8)),
        (at(4, 3), None, at(4, 8)),
        (at(4, 7, 59), None, at(4, 8, 1)),
        (at(3, 21, 50), at(3, 21, 49), at(4, 8)),
    ],
)
def test_at_once_is_soon_seldom_and_not_at_night(now, told, due):
    assert due_at(Rhythm.AT_ONCE, HOURS, now=now, told_at=told) == due


@pytest.mark.parametrize(
    ("quiet", "now", "due"),
    [
        (None, at(4, 3), at(4, 3, 2)),
        ((time(9), time(17)), at(3, 10), at(3, 17)),
        ((time(9), time(17)), at(3, 18), at(3, 18, 2)),
        ((time(9), time(9)), at(3, 10), at(3, 10, 2)),
    ],
)
def test_quiet_hours_are_the_persons_own(quiet, now, due):
    hours = Hours(zone=MADRID, quiet=quiet)
    assert due_at(Rhythm.AT_ONCE, hours, now=now, told_at=None) == due


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        (Rhythm.DAILY, at(3, 12), at(3, 18)),
        (Rhythm.DAILY, at(3, 18), at(4, 18)),
        (Rhythm.DAILY, at(3, 23), at(4, 18)),
        (Rhythm.WEEKLY, at(3, 12), at(9, 18)),  # a Tuesday; digests on Mondays
        (Rhythm.WEEKLY, at(9, 17), at(9, 18)),
        (Rhythm.WEEKLY, at(9, 18), at(16, 18)),
        (Rhythm.NEVER, at(3, 12), None),
    ],
)
def test_a_digest_comes_at_its_hour(rhythm, now, due):
    assert due_at(rhythm, HOURS, now=now, told_at=now) == due


def test_a_digest_keeps_to_the_clock_when_summer_time_ends():
    # 2026-10-25, 03:00 becomes 02:00.
    assert due_at(Rhythm.DAILY, HOURS, now=at(24, 19, month=10), told_at=None) == at(
        25, 18, month=10
    )
    assert at(25, 18, month=10) - at(24, 18, month=10) == timedelta(hours=25)


ZONES = some.sampled_from(["UTC", MADRID, "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"])
CLOCKS = some.times().map(lambda one: one.replace(microsecond=0))


@given(
    some.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)),  # noqa: DTZ001
    ZONES,
    some.tuples(CLOCKS, CLOCKS),
    some.integers(0, 6),
    CLOCKS,
    some.sampled_from(Rhythm),
)
def test_it_is_always_later_and_never_quiet(now, zone, quiet, day, digest, rhythm):
    hours = Hours(zone=zone, quiet=quiet, digest_day=day, digest_at=digest)
    now = now.replace(tzinfo=UTC)
    due = due_at(rhythm, hours, now=now, told_at=None)
    if rhythm == Rhythm.NEVER:
        assert due is None
        return
    assert now < due <= now + timedelta(days=7, hours=1)
    local = due.astimezone(ZoneInfo(zone))
    if rhythm == Rhythm.AT_ONCE and due.astimezone(ZoneInfo(zone)).astimezone(UTC) == due:
        start, end = quiet
        clock = local.time()
        quiet_now = start <= clock < end if start <= end else clock >= start or clock < end
        skipped = (
            local.utcoffset() != (due - timedelta(hours=3)).astimezone(ZoneInfo(zone)).utcoffset()
        )
        assert not quiet_now or skipped
    if rhythm == Rhythm.WEEKLY:
        assert local.weekday() == day
