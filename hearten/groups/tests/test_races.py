"""Where the group's lock decides between two who come at once."""

import pytest

from hearten.accounts.tests.factories import make_account, make_programme
from hearten.foundation.errors import HeartenError
from hearten.foundation.tests.at_once import at_once
from hearten.groups import actions, queries
from hearten.groups.models import Group, Seat
from hearten.groups.tests.factories import TESTS, come, seat_of, start

pytestmark = pytest.mark.django_db(transaction=True)


def coming(group, person, **said):
    return lambda: come(group, person, **said)


def test_the_last_place_is_taken_once_and_the_others_wait():
    programme = make_programme()
    group = start(programme, make_account(programme=programme))
    come(group, make_account(programme=programme))
    people = [make_account(programme=programme) for _three in range(3)]
    at_once(*(coming(group, person) for person in people))
    states = sorted(seat_of(group, person).state for person in people)
    assert states == ["here", "waiting", "waiting"]
    assert Group.objects.get().taken == 3


def test_two_who_want_one_name_get_it_once():
    programme = make_programme()
    group = start(programme, make_account(programme=programme))
    people = [make_account(programme=programme) for _two in range(2)]
    results = at_once(*(coming(group, person, called="Late Comet") for person in people))
    assert sum(isinstance(one, Seat) for one in results) == 1
    assert [one.code for one in results if isinstance(one, HeartenError)] == ["taken"]


def test_two_workers_close_nothing_twice_and_give_a_free_place_once():
    programme = make_programme()
    group = start(programme, make_account(programme=programme))
    people = [make_account(programme=programme) for _four in range(4)]
    for person in people:
        come(group, person)
    Seat.objects.filter(account=people[0]).delete()  # as if whoever freed the place had died

    def look():
        return actions.look_after(by=TESTS)

    assert sorted(at_once(look, look)) == [0, 1]
    assert Group.objects.get().taken == 3
    assert queries.next_waiting(group).account == people[3]
