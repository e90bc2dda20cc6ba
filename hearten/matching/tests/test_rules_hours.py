"""Free hours: what people say on their wall clock, compared in UTC."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import LocalSpan, PartOfDay, WeeklyHours
from hearten.matching.rules.hours import PART_TIMES, WEEK_MINUTES

MONDAY, SUNDAY = 0, 6
BERLIN = ZoneInfo("Europe/Berlin")
# Clocks that change at night, at midnight, by half an hour, on the southern side, or never.
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "UTC",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours(*spans: tuple[int, int]) -> WeeklyHours:
    return WeeklyHours(spans=spans)


def evening(weekday: int, around: str, zone: ZoneInfo = BERLIN) -> WeeklyHours:
    return WeeklyHours.from_parts([(weekday, PartOfDay.EVENING)], zone=zone, around=at(around))


@st.composite
def some_hours(draw: st.DrawFn) -> WeeklyHours:
    starts = draw(st.lists(st.integers(0, WEEK_MINUTES - 1), max_size=6))
    return hours(*((s, min(WEEK_MINUTES, s + draw(st.integers(1, 3000)))) for s in starts))


@pytest.mark.parametrize(
    ("given_spans", "kept"),
    [
        ((), ()),
        (((10, 20), (0, 5)), ((0, 5), (10, 20))),
        (((0, 10), (10, 20)), ((0, 20),)),
        (((0, 10), (5, 7)), ((0, 10),)),
        (((0, 10), (5, 20), (20, 21)), ((0, 21),)),
    ],
)
def test_spans_are_sorted_and_merged(given_spans: tuple, kept: tuple) -> None:
    assert hours(*given_spans).spans == kept


@pytest.mark.parametrize("span", [(5, 5), (6, 5), (-1, 5), (0, WEEK_MINUTES + 1)])
def test_a_span_outside_the_week_or_without_length_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="lies in the week"):
        hours(span)


def test_nothing_said_is_not_the_same_as_something_said() -> None:
    assert not hours().said
    assert hours((0, 1)).said


@given(some_hours(), some_hours())
def test_overlap_is_the_number_of_common_minutes(a: WeeklyHours, b: WeeklyHours) -> None:
    def minutes(of: WeeklyHours) -> set[int]:
        return {minute for start, end in of.spans for minute in range(start, end)}

    assert a.overlap_minutes(b) == b.overlap_minutes(a) == len(minutes(a) & minutes(b))
    assert a.minutes == a.overlap_minutes(a) == len(minutes(a))


@given(some_hours())
def test_equal_hours_are_equal_however_they_were_said(a: WeeklyHours) -> None:
    pieces = [piece for s, e in a.spans for piece in ((s, s + 1), (s, e))]
    assert hours(*reversed(pieces)) == a


@pytest.mark.parametrize(
    ("instant", "inside"),
    [
        ("2025-03-03T10:00:00+00:00", True),  # a Monday
        ("2025-03-03T09:59:59+00:00", False),
        ("2025-03-03T10:59:59+00:00", True),
        ("2025-03-03T11:00:00+00:00", False),
        ("2025-03-03T12:30:00+02:00", True),  # the same moment, said elsewhere
        ("2025-03-04T10:00:00+00:00", False),
        ("1969-12-29T10:00:00+00:00", True),  # also a Monday
    ],
)
def test_contains(instant: str, inside: bool) -> None:
    assert hours((600, 660)).contains(at(instant)) is inside


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        hours((0, 1)).contains(datetime(2025, 3, 3))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        evening(MONDAY, "2025-03-03T10:00:00")


@pytest.mark.parametrize(
    ("why", "around", "spans"),
    [
        ("winter: one hour before UTC", "2025-01-15T12:00Z", ((17 * 60, 23 * 60),)),
        ("summer: two hours", "2025-07-16T12:00Z", ((16 * 60, 22 * 60),)),
        ("Friday before summer time: the Monday after", "2025-03-28T12:00Z", ((960, 1320),)),
        ("Wednesday before summer time: the Monday before", "2025-03-26T12:00Z", ((1020, 1380),)),
        ("Wednesday after winter time began: that Monday", "2025-10-29T12:00Z", ((1020, 1380),)),
    ],
)
def test_a_monday_evening_in_berlin(why: str, around: str, spans: tuple) -> None:
    assert evening(MONDAY, around).spans == spans, why


@pytest.mark.parametrize(
    ("why", "around", "length"),
    [
        ("an ordinary Sunday", "2025-03-23T12:00Z", 6 * 60),
        ("an hour is skipped", "2025-03-30T12:00Z", 5 * 60),
        ("an hour comes twice", "2025-10-26T12:00Z", 7 * 60),
    ],
)
def test_the_night_when_clocks_change(why: str, around: str, length: int) -> None:
    night = WeeklyHours.from_parts([(SUNDAY, PartOfDay.NIGHT)], zone=BERLIN, around=at(around))
    assert night.minutes == length, why


def test_a_time_the_clock_skips() -> None:
    """On 30 March 2025 it is never half past two in Berlin: 02:30 counts as 01:30 UTC."""
    spans = [LocalSpan(weekday=SUNDAY, start=time(2, 30), end=time(5))]
    found = WeeklyHours.from_local(spans, zone=BERLIN, around=at("2025-03-30T12:00Z"))
    assert found.spans == ((6 * 1440 + 90, 6 * 1440 + 180),)


def test_a_span_the_clock_skips_as_a_whole_leaves_nothing() -> None:
    """02:30 to 03:10 is 01:30 to 01:10 UTC that day."""
    spans = [LocalSpan(weekday=SUNDAY, start=time(2, 30), end=time(3, 10))]
    found = WeeklyHours.from_local(spans, zone=BERLIN, around=at("2025-03-30T12:00Z"))
    assert found.spans == ()


@pytest.mark.parametrize(
    ("why", "span", "spans"),
    [
        ("over midnight", (MONDAY, time(22), time(2)), ((1320, 1560),)),
        ("over the end of the week", (SUNDAY, time(22), time(2)), ((0, 120), (9960, 10080))),
        ("up to the end of the week", (SUNDAY, time(22), time(0)), ((9960, 10080),)),
        ("a whole day", (MONDAY, time(0), time(0)), ((0, 1440),)),
    ],
)
def test_spans_that_end_the_next_day(why: str, span: tuple, spans: tuple) -> None:
    weekday, start, end = span
    local = LocalSpan(weekday=weekday, start=start, end=end)
    zone = ZoneInfo("UTC")
    found = WeeklyHours.from_local([local], zone=zone, around=at("2025-03-05T12:00Z"))
    assert found.spans == spans, why


def test_an_unknown_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        LocalSpan(weekday=7, start=time(1), end=time(2))


def test_all_boxes_are_the_whole_week() -> None:
    boxes = [(day, part) for day in range(7) for part in PartOfDay]
    found = WeeklyHours.from_parts(boxes, zone=BERLIN, around=at("2025-01-15T12:00Z"))
    assert found.spans == ((0, WEEK_MINUTES),)


def part_of(wall: datetime) -> PartOfDay:
    started = [part for part, (start, _) in PART_TIMES.items() if start <= wall.time()]
    return started[-1]


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(-24 * 60, 24 * 60),
    st.sets(st.tuples(st.integers(0, 6), st.sampled_from(PartOfDay))),
)
def test_a_day_either_side_a_person_is_free_when_their_clock_says_so(
    zone_name: str, around: datetime, minutes: int, boxes: set[tuple[int, PartOfDay]]
) -> None:
    """Also on the days when clocks change: whatever the wall clock shows decides."""
    zone = ZoneInfo(zone_name)
    found = WeeklyHours.from_parts(boxes, zone=zone, around=around)
    instant = around + timedelta(minutes=minutes)
    wall = instant.astimezone(zone)
    assert found.contains(instant) == ((wall.weekday(), part_of(wall)) in boxes)


def test_the_zone_in_which_the_moment_is_said_does_not_matter() -> None:
    moment = at("2025-03-28T23:30Z")
    elsewhere = moment.astimezone(timezone(timedelta(hours=-11)))
    boxes = [(day, PartOfDay.NIGHT) for day in range(7)]
    here = WeeklyHours.from_parts(boxes, zone=BERLIN, around=moment)
    assert here == WeeklyHours.from_parts(boxes, zone=BERLIN, around=elsewhere)
