"""Where the run's lock decides between several who press at once."""

import pytest

from hearten.accounts.tests.factories import make_account, make_programme
from hearten.cockpit import actions
from hearten.cockpit.models import Attendance, Run
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import go_to, minutes
from hearten.foundation.tests.at_once import at_once
from hearten.groups import actions as groups
from hearten.groups.tests.factories import come, seat_of, start

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_three_hands_is_the_turn_and_two_hosts_go_on_once():
    programme = make_programme()
    people = [make_account(programme=programme) for _three in range(3)]
    group = start(programme, people[0])
    for person in people[1:]:
        come(group, person)
    groups.give_role(seat=seat_of(group, people[1]), co_host=True, by=people[0])
    meeting = groups.set_meeting(group=group, starts_at=NOW + minutes(5), minutes=60, by=people[0])
    run = actions.open_run(meeting=meeting, by=people[0])
    for person in people[1:]:
        actions.come(group=group, by=person)
    go_to(run, 1, people[0])

    def goes_on(by):
        return lambda: actions.next_step(group=group, after=1, by=by)

    def raises(by):
        return lambda: actions.raise_hand(group=group, step=2, by=by)

    at_once(*(goes_on(host) for host in people[:2]))
    assert Run.objects.get().step == 2
    at_once(*(raises(person) for person in people))
    assert Attendance.objects.filter(turn_at__isnull=False).count() == 1
    assert Attendance.objects.filter(hand_at__isnull=False).count() == 2
