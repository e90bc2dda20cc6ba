"""Hours, storms, cards, ties and weeks: pure decisions, as tables and properties."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.boundaries import rules
from hearten.boundaries.rules import (
    CaseWork,
    Hours,
    Kind,
    Pair,
    Run,
    Side,
    Standing,
    after_message,
    is_outside,
    week_of,
    worked,
)
from hearten.boundaries.rules.concerns import DANGERS_MOST, TALK_MOST
from hearten.boundaries.rules.pace import STORM_CHARACTERS, STORM_MESSAGES
from hearten.matching.rules import PartOfDay, WeeklyHours, hours_of

WEDNESDAY = date(2025, 3, 5)
EVENINGS = tuple((day, PartOfDay.EVENING) for day in range(7))
MADRID = "Europe/Madrid"
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=UTC)


def who(name: str) -> UUID:
    return uuid5(UUID(int=7), name)


# Hours


def evenings(zone: str = "UTC") -> Hours:
    return Hours(zone=zone, week=hours_of(EVENINGS, zone, WEDNESDAY), not_at_night=False)


@pytest.mark.parametrize(
    ("moment", "outside"),
    [
        (at(17, 59), True),
        (at(18), False),
        (at(23, 59), False),
        (at(0, 29, 6), False),
        (at(0, 30, 6), True),
        (at(3, 0, 6), True),
    ],
)
def test_outside_the_hours_with_some_leeway_after_them(moment: datetime, outside: bool) -> None:
    assert is_outside(moment, evenings()) is outside


def test_hours_are_the_supporters_own() -> None:
    assert is_outside(at(17, 30), evenings()) is True
    assert is_outside(at(17, 30), evenings(MADRID)) is False


@pytest.mark.parametrize(("hour", "outside"), [(6, True), (7, False), (21, False), (22, True)])
def test_who_set_no_hours_has_the_night_of_their_card(hour: int, outside: bool) -> None:
    unsaid = Hours(zone="UTC", week=WeeklyHours(), not_at_night=True)
    assert is_outside(at(hour), unsaid) is outside
    assert is_outside(at(hour), Hours(zone="UTC", week=WeeklyHours(), not_at_night=False)) is False


def test_the_day_is_the_supporters_own() -> None:
    assert (evenings().day(at(23, 30)), evenings(MADRID).day(at(23, 30))) == (
        WEDNESDAY,
        WEDNESDAY + timedelta(days=1),
    )


# Storms


def run_of(messages: list[tuple[str, int, int]]) -> list[int]:
    """Which messages (author, minute, characters) make a storm."""
    run, found = Run(), []
    for number, (name, minute, characters) in enumerate(messages, start=1):
        moment = at(12) + timedelta(minutes=minute)
        run, storm = after_message(run, author=who(name), at=moment, characters=characters)
        if storm:
            found.append(number)
    return found


def test_many_messages_without_an_answer_are_one_storm() -> None:
    assert run_of([("a", 0, 5)] * (STORM_MESSAGES - 1)) == []
    assert run_of([("a", 0, 5)] * (3 * STORM_MESSAGES)) == [STORM_MESSAGES]


def test_an_answer_or_an_hour_ends_the_run() -> None:
    half = STORM_MESSAGES - 1
    assert run_of([("a", 0, 5)] * half + [("b", 1, 5)] + [("a", 2, 5)] * half) == []
    assert run_of([("a", 0, 5)] * half + [("a", 61, 5)] * half) == []
    assert run_of([("a", 0, 5)] * half + [("a", 60, 5)]) == [STORM_MESSAGES]


def test_one_long_letter_is_a_letter() -> None:
    long = STORM_CHARACTERS
    assert run_of([("a", 0, long)]) == []
    assert run_of([("a", 0, long), ("a", 1, 1), ("a", 2, 1)]) == [3]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 3000)), max_size=80)
)
def test_a_run_is_never_two_storms(given_messages: list[tuple[str, int, int]]) -> None:
    minute, messages = 0, []
    for name, gap, characters in given_messages:
        minute += gap
        messages.append((name, minute, characters))
    storms = run_of(messages)
    for first, second in pairwise(storms):
        between = messages[first - 1 : second]
        spans_an_hour = between[-1][1] - between[0][1] > 60
        assert len({name for name, _m, _c in between}) == 2 or spans_an_hour


@pytest.mark.parametrize(
    ("last", "minutes"), [(None, 2), (at(12), 10), (at(12, 1), 9), (at(11, 59), 2), (at(12, 11), 2)]
)
def test_what_counts_as_talking(last: datetime | None, minutes: int) -> None:
    assert rules.talked(last, at(12, 10)) == timedelta(minutes=minutes)


# Cards


def days(*ago: int, times: int = 1) -> list[tuple[date, int]]:
    return [(WEDNESDAY - timedelta(days=one), times) for one in ago]


@pytest.mark.parametrize(
    ("kind", "side", "counts", "due"),
    [
        (Kind.HOURS, Side.SUPPORTER, days(0, 1, 2), False),
        (Kind.HOURS, Side.SUPPORTER, days(0, times=9), False),
        (Kind.HOURS, Side.SUPPORTER, days(0, 1, 3, 6), True),
        (Kind.HOURS, Side.SUPPORTER, days(0, 1, 3, 7), False),
        (Kind.STORM, Side.SUPPORTER, days(0), False),
        (Kind.STORM, Side.SUPPORTER, days(0, 5), True),
        (Kind.STORM, Side.MEMBER, days(0), True),
        (Kind.MONEY, Side.SUPPORTER, days(0), True),
        (Kind.ELSEWHERE, Side.MEMBER, days(0), True),
        (Kind.ELSEWHERE, Side.MEMBER, days(7), False),
        (Kind.CLOSE, Side.MEMBER, [], False),
        (Kind.LOAD_PEOPLE, Side.SUPPORTER, days(0), True),
    ],
)
def test_when_a_card_is_due(
    kind: Kind, side: Side, counts: list[tuple[date, int]], due: bool
) -> None:
    assert rules.opens(kind, side, counts, WEDNESDAY) is due


def test_it_goes_on_only_after_the_day_of_the_card() -> None:
    after = [WEDNESDAY + timedelta(days=one) for one in (0, 0, 1, 1, 2)]
    assert rules.went_on(after, shown=WEDNESDAY, enough=2) is True
    assert rules.went_on(after, shown=WEDNESDAY, enough=3) is False


@pytest.mark.parametrize(
    ("kind", "side", "grave", "member_told"),
    [
        (Kind.MONEY, Side.SUPPORTER, True, True),
        (Kind.CLOSE, Side.SUPPORTER, True, True),
        (Kind.ELSEWHERE, Side.SUPPORTER, False, True),
        (Kind.MONEY, Side.MEMBER, False, False),
        (Kind.CLOSE, Side.MEMBER, False, False),
        (Kind.STORM, Side.SUPPORTER, False, False),
    ],
)
def test_who_is_protected(kind: Kind, side: Side, grave: bool, member_told: bool) -> None:
    assert (rules.is_grave(kind, side), rules.told_to_member(kind, side)) == (grave, member_told)


def test_it_is_over_when_it_was_quiet_and_lasting_states_return_late() -> None:
    today = WEDNESDAY
    assert rules.is_over(today - timedelta(days=13), today) is False
    assert rules.is_over(today - timedelta(days=14), today) is True
    assert rules.may_return(Kind.MONEY, today, today) is True
    assert rules.may_return(Kind.LOAD_TIME, None, today) is True
    assert rules.may_return(Kind.LOAD_TIME, today - timedelta(days=27), today) is False
    assert rules.may_return(Kind.LOAD_TIME, today - timedelta(days=28), today) is True


@pytest.mark.parametrize(
    ("talk", "open_pairings", "dangers", "kinds"),
    [
        (TALK_MOST - timedelta(seconds=1), 3, DANGERS_MOST - 1, []),
        (TALK_MOST, 3, 0, [Kind.LOAD_TIME]),
        (timedelta(0), 4, 0, [Kind.LOAD_PEOPLE]),
        (timedelta(0), 0, DANGERS_MOST, [Kind.LOAD_DANGER]),
    ],
)
def test_load(talk: timedelta, open_pairings: int, dangers: int, kinds: list[Kind]) -> None:
    found = rules.load_kinds(talk=talk, open_pairings=open_pairings, capacity=3, dangers=dangers)
    assert found == kinds


# Ties


def pair(name: str, member: str, supporter: str) -> Pair:
    return Pair(pairing_id=who(name), member=who(member), supporter=who(supporter))


def ties(pairs: list[Pair], *work: tuple[str, str]) -> dict[UUID, Kind]:
    return rules.ties(
        pairs, [CaseWork(moderator=who(one), about=who(other)) for one, other in work]
    )


def test_two_who_only_support_and_are_supported_have_no_other_tie() -> None:
    pairs = [pair("1", "Mara", "Sol"), pair("2", "Mara", "Ada"), pair("3", "Ben", "Sol")]
    assert ties(pairs, ("Sol", "Ben's friend"), ("Ada", "Ben")) == {}


def test_a_tie_the_supporter_knows() -> None:
    assert ties([pair("1", "Mara", "Sol")], ("Sol", "Mara")) == {who("1"): Kind.TWO_ROLES}
    both = [pair("1", "Mara", "Sol"), pair("2", "Sol", "Mara")]
    assert ties(both) == {who("1"): Kind.TWO_ROLES, who("2"): Kind.TWO_ROLES}


def test_a_tie_the_supporter_must_not_learn_of() -> None:
    assert ties([pair("1", "Mara", "Sol")], ("Mara", "Sol")) == {who("1"): Kind.TWO_ROLES_UNSEEN}
    triangle = [pair("1", "Mara", "Sol"), pair("2", "Sol", "Ada"), pair("3", "Mara", "Ada")]
    assert ties(triangle) == {who("1"): Kind.TWO_ROLES_UNSEEN}


# Weeks


@pytest.mark.parametrize(
    ("zone", "moment", "monday", "start"),
    [
        ("UTC", at(0, 0, 3), date(2025, 3, 3), at(0, 0, 3)),
        ("UTC", datetime(2025, 3, 2, 23, 59, tzinfo=UTC), date(2025, 2, 24), None),
        (MADRID, datetime(2025, 3, 2, 23, 0, tzinfo=UTC), date(2025, 3, 3), None),
    ],
)
def test_the_week_begins_on_monday_where_they_live(
    zone: str, moment: datetime, monday: date, start: datetime | None
) -> None:
    week = week_of(moment, zone)
    assert week.monday == monday
    assert week.start <= moment < week.end
    if start:
        assert week.start == start


def test_the_week_of_the_change_of_clocks_is_an_hour_shorter() -> None:
    week = week_of(datetime(2025, 3, 28, tzinfo=UTC), MADRID)
    assert week.end - week.start == timedelta(hours=167)


@given(
    st.lists(st.tuples(st.integers(-300, 12_000), st.integers(0, 300)), max_size=30),
    st.integers(0, 29),
)
def test_work_is_never_counted_twice_nor_beyond_the_week(
    minutes: list[tuple[int, int]], one: int
) -> None:
    week = week_of(at(12), "UTC")
    spans = [
        (week.start + timedelta(minutes=begin), week.start + timedelta(minutes=begin + length))
        for begin, length in minutes
    ]
    covered = {minute for begin, length in minutes for minute in range(begin, begin + length)}
    inside = sum(1 for minute in covered if 0 <= minute < 7 * 24 * 60)
    assert worked(spans, week) == timedelta(minutes=inside)
    assert worked(spans + spans[one : one + 1], week) == worked(spans, week)


@pytest.mark.parametrize(
    ("answered", "ended", "minutes"),
    [
        (5, None, 15),
        (40, None, 40),
        (300, None, 60),
        (None, 20, 20),
        (None, None, 60),
        (40, 20, 20),
    ],
)
def test_what_one_text_of_danger_costs(
    answered: int | None, ended: int | None, minutes: int
) -> None:
    def after(one: int | None) -> datetime | None:
        return at(12) + timedelta(minutes=one) if one is not None else None

    start, end = rules.finding_span(at(12), after(answered), after(ended), at(18))
    assert (start, end - start) == (at(12), timedelta(minutes=minutes))


def test_what_just_began_costs_what_it_took_so_far() -> None:
    start, end = rules.finding_span(at(12), None, None, at(12, 7))
    assert end - start == timedelta(minutes=7)


def test_a_case_counts_two_hours_at_most() -> None:
    assert rules.case_span(at(8), at(9), at(18)) == (at(8), at(9))
    assert rules.case_span(at(8), None, at(18)) == (at(8), at(10))
    assert rules.case_span(at(8), None, at(8, 30)) == (at(8), at(8, 30))


@pytest.mark.parametrize(
    ("hours", "said"),
    [(4.79, Standing.FREE), (4.8, Standing.NEAR), (5.99, Standing.NEAR), (6, Standing.CAPPED)],
)
def test_near_from_four_fifths(hours: float, said: Standing) -> None:
    assert rules.standing(timedelta(hours=hours), 6 * HOUR) is said


def test_rest_lasts_the_break_and_the_week() -> None:
    week = week_of(at(12), "UTC")
    assert rules.rest_until(at(12), 24 * HOUR, week) == week.end
    late = week.end - HOUR
    assert rules.rest_until(late, 24 * HOUR, week) == late + 24 * HOUR
