"""A group without an active host is asked, then closed kindly; whatever dies in between leaves it due."""

from datetime import timedelta

import pytest

from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import actions
from hearten.groups.actions import quiet
from hearten.groups.models import Group
from hearten.groups.rules import CLOSES_AFTER, QUIET_AFTER
from hearten.groups.tests.factories import TESTS, come, seat_of, start, told_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(group, other):
    come(group, other)
    return fresh(group)


def fresh(group):
    return Group.objects.get(pk=group.pk)


def later(group, by):
    return clock.frozen(group.hosted_at + by)


def test_after_three_weeks_everybody_and_staff_are_asked_once(inside, host, other, supervisor):
    with later(inside, QUIET_AFTER - timedelta(minutes=1)):
        assert actions.look_after(by=TESTS) == 0
    with later(inside, QUIET_AFTER):
        assert [actions.look_after(by=TESTS) for _twice in range(2)] == [1, 0]
    group = fresh(inside)
    assert group.closes_at == inside.hosted_at + QUIET_AFTER + CLOSES_AFTER
    assert sorted(told_of(inside)) == sorted([host.pk, other.pk, supervisor.pk])


def test_a_host_who_looks_in_is_enough(inside, host, other):
    with later(inside, QUIET_AFTER):
        actions.look_after(by=TESTS)
        assert not actions.note_hosting(group=fresh(inside), by=other)
        assert actions.note_hosting(group=fresh(inside), by=host)
        assert not actions.note_hosting(group=fresh(inside), by=host)  # known to the hour
        assert actions.look_after(by=TESTS) == 0
    group = fresh(inside)
    assert (group.asked_members_at, group.closes_at) == (None, None)
    assert group.hosted_at == inside.hosted_at + QUIET_AFTER


def test_the_first_who_will_is_host(inside, host, other, third):
    come(inside, third)
    with pytest.raises(NotPossible):
        actions.take_over(group=inside, by=other)
    with later(inside, QUIET_AFTER):
        actions.look_after(by=TESTS)
        for _twice in range(2):
            actions.take_over(group=fresh(inside), by=other)
        with pytest.raises(NotPossible) as refused:
            actions.take_over(group=fresh(inside), by=third)
    assert refused.value.code == "hosted"
    roles = [seat_of(inside, one).role for one in (host, other, third)]
    assert roles == ["co_host", "host", "member"]
    assert fresh(inside).closes_at is None


def test_when_nobody_does_it_is_closed_and_everybody_is_told(inside, host, other):
    with later(inside, QUIET_AFTER):
        actions.look_after(by=TESTS)
    before = len(told_of(inside))
    with later(inside, QUIET_AFTER + CLOSES_AFTER - timedelta(minutes=1)):
        assert actions.look_after(by=TESTS) == 0
    with later(inside, QUIET_AFTER + CLOSES_AFTER):
        assert [actions.look_after(by=TESTS) for _twice in range(2)] == [1, 0]
    group = fresh(inside)
    assert (group.closed_for, group.closes_at) == ("no_host", None)
    assert sorted(told_of(inside)[before:]) == sorted([host.pk, other.pk])


def test_a_group_whose_host_left_is_asked_at_once(inside, host, other):
    actions.leave(group=inside, by=host)
    assert actions.look_after(by=TESTS) == 1
    assert told_of(inside) == [other.pk]
    actions.take_over(group=fresh(inside), by=other)
    assert seat_of(inside, other).role == "host"


def test_one_that_fails_keeps_no_other_waiting_and_stays_due(inside, other, programme, monkeypatch):
    second = start(programme, other)
    send, failing = quiet.tell, [inside.pk]

    def tell(people, group, *cause):
        if group.pk in failing:
            raise RuntimeError
        send(people, group, *cause)

    monkeypatch.setattr(quiet, "tell", tell)
    with later(second, QUIET_AFTER):
        with pytest.raises(RuntimeError):
            actions.look_after(by=TESTS)
        assert (fresh(inside).closes_at, fresh(second).closes_at is None) == (None, False)
        failing.clear()
        assert actions.look_after(by=TESTS) == 1
    assert fresh(inside).closes_at is not None


def test_nobody_does_it_by_hand(inside, host):
    with pytest.raises(NotAllowed):
        actions.look_after(by=host)


def test_a_closed_group_is_left_alone(inside, host):
    actions.close_group(group=inside, words="Goodbye.", by=host)
    with later(inside, QUIET_AFTER * 2):
        assert actions.look_after(by=TESTS) == 0
