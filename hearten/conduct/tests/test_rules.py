"""What a measure may rest on, how long it may last, and what is lighter: tables a moderator can read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.conduct import rules
from hearten.conduct.rules import Basis, Grounds, Kind, Scope

NOW = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)


def grounds(*, voices=1, gravity=1, opened=True, earlier=False):
    return Grounds(voices=voices, gravity=gravity, opened=opened, earlier=earlier)


@pytest.mark.parametrize("kind", [Kind.PAUSE, Kind.REMOVAL])
@pytest.mark.parametrize(
    ("known", "basis"),
    [
        (grounds(), None),
        (grounds(gravity=2), None),
        (grounds(gravity=3), Basis.EVIDENCE),
        (grounds(voices=2), Basis.VOICES),
        (grounds(voices=5, gravity=3), Basis.VOICES),
        (grounds(earlier=True), Basis.EARLIER),
        (grounds(voices=0), None),
        (grounds(voices=0, gravity=3), Basis.EVIDENCE),
        # Nothing counts that nobody has read.
        (grounds(gravity=3, opened=False), None),
        (grounds(voices=9, gravity=3, earlier=True, opened=False), None),
    ],
)
def test_one_report_by_one_person_alone_is_never_enough(kind, known, basis):
    assert rules.basis_of(kind, known) == basis


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.WARNING, Kind.RESTRICTION])
def test_what_is_light_needs_nothing_more(kind):
    assert rules.basis_of(kind, grounds(voices=0, opened=False)) == Basis.LIGHT


@given(
    kind=st.sampled_from(Kind),
    voices=st.integers(0, 50),
    gravity=st.integers(1, 3),
    opened=st.booleans(),
    earlier=st.booleans(),
)
def test_more_known_never_takes_a_basis_away(kind, voices, gravity, opened, earlier):
    known = grounds(voices=voices, gravity=gravity, opened=opened, earlier=earlier)
    more = grounds(voices=voices + 1, gravity=3, opened=True, earlier=True)
    assert rules.basis_of(kind, known) is None or rules.basis_of(kind, more) is not None
    if voices <= 1 and gravity < 3 and not earlier:
        assert (rules.basis_of(kind, known) is None) == (kind in rules.GRAVE)


@pytest.mark.parametrize(
    ("kind", "second", "at_once"),
    [
        (Kind.REMINDER, False, False),
        (Kind.WARNING, False, False),
        (Kind.RESTRICTION, False, False),
        (Kind.PAUSE, True, True),
        (Kind.REMOVAL, True, False),
    ],
)
def test_who_decides_and_when_it_begins(kind, second, at_once):
    assert rules.needs_second(kind) == second
    assert rules.may_begin_at_once(kind, urgent=True) == at_once
    assert not rules.may_begin_at_once(kind, urgent=False)


@pytest.mark.parametrize(
    ("kind", "scope", "days", "fits"),
    [
        (Kind.REMINDER, "", None, True),
        (Kind.REMINDER, "", 1, False),
        (Kind.WARNING, "", None, True),
        (Kind.WARNING, "new", None, False),
        (Kind.RESTRICTION, "new", 30, True),
        (Kind.RESTRICTION, "new", 31, False),
        (Kind.RESTRICTION, "new", 0, False),
        (Kind.RESTRICTION, "new", None, False),
        (Kind.RESTRICTION, "writing", 7, True),
        (Kind.RESTRICTION, "writing", 8, False),
        (Kind.RESTRICTION, "", 3, False),
        (Kind.RESTRICTION, "all", 3, False),
        (Kind.PAUSE, "", 90, True),
        (Kind.PAUSE, "", 91, False),
        (Kind.PAUSE, "", None, False),
        (Kind.REMOVAL, "", None, True),
        (Kind.REMOVAL, "", 3, False),
    ],
)
def test_kind_scope_and_days_belong_together(kind, scope, days, fits):
    assert rules.fits(kind, scope, days) is fits


def until(days):
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("after", "before", "lighter"),
    [
        ((Kind.WARNING, "", None), (Kind.REMOVAL, "", None), True),
        ((Kind.PAUSE, "", until(9)), (Kind.REMOVAL, "", None), True),
        ((Kind.REMOVAL, "", None), (Kind.PAUSE, "", until(9)), False),
        ((Kind.REMOVAL, "", None), (Kind.REMOVAL, "", None), False),
        ((Kind.PAUSE, "", until(3)), (Kind.PAUSE, "", until(9)), True),
        ((Kind.PAUSE, "", until(9)), (Kind.PAUSE, "", until(9)), False),
        ((Kind.PAUSE, "", until(10)), (Kind.PAUSE, "", until(9)), False),
        (
            (Kind.RESTRICTION, Scope.NEW, until(5)),
            (Kind.RESTRICTION, Scope.WRITING, until(5)),
            True,
        ),
        (
            (Kind.RESTRICTION, Scope.NEW, until(9)),
            (Kind.RESTRICTION, Scope.WRITING, until(5)),
            False,
        ),
        (
            (Kind.RESTRICTION, Scope.WRITING, until(1)),
            (Kind.RESTRICTION, Scope.NEW, until(5)),
            False,
        ),
        ((Kind.WARNING, "", None), (Kind.WARNING, "", None), False),
    ],
)
def test_what_is_lighter(after, before, lighter):
    assert rules.is_lighter(*after, than=before) is lighter


_TIMES = st.one_of(st.none(), st.integers(1, 90).map(until))
_MEASURES = st.tuples(st.sampled_from(Kind), st.sampled_from(["", "new", "writing"]), _TIMES)


@given(_MEASURES, _MEASURES)
def test_nothing_is_lighter_both_ways(one, other):
    assert not (rules.is_lighter(*one, than=other) and rules.is_lighter(*other, than=one))
