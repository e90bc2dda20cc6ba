"""A meeting from opening to its last step: who may, whose turn it is, what pressing twice does."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hearten.accounts.tests.factories import make_account
from hearten.audit.models import Event
from hearten.cockpit import actions, queries
from hearten.cockpit.models import Attendance, HostWords, Run
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import go_to, minutes, order, row, stage
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import actions as groups
from hearten.groups.tests.factories import TESTS, come, seat_of

pytestmark = pytest.mark.django_db


def test_a_host_opens_it_once_with_the_first_step_and_is_here(meeting, host, other):
    with pytest.raises(NotAllowed):
        actions.open_run(meeting=meeting, by=other)
    runs = [actions.open_run(meeting=meeting, by=host) for _twice in range(2)]
    assert runs[0] == runs[1] == Run.objects.get()
    assert (runs[0].step, runs[0].steps, runs[0].step_ends_at) == (0, 4, NOW + minutes(6))
    assert [one.seat.account for one in Attendance.objects.all()] == [host]
    meeting.refresh_from_db()
    assert meeting.begun_at == NOW
    assert Event.objects.filter(verb="cockpit.run_begun").count() == 1


def test_who_comes_is_there_once_at_the_end_of_the_order(run, other, third):
    actions.come(group=run.group, by=other)
    assert [row(run, one).place for one in (other, third)] == [2, 3]
    with pytest.raises(NotAllowed):
        actions.come(group=run.group, by=make_account(programme=run.group.programme))


def test_without_an_open_meeting_nobody_comes(group, other):
    with pytest.raises(NotPossible):
        actions.come(group=group, by=other)


def test_a_round_goes_on_by_itself_and_passing_is_as_good(run, host, other, third):
    go_to(run, 1, host)
    assert order(host, run) == ("you", ["Last Stop", "Wool Sock"])
    actions.end_turn(group=run.group, step=1, by=third)  # passes before it is their turn
    assert order(other, run) == ("Lantern Row", ["you"])
    for _twice in range(2):
        actions.end_turn(group=run.group, step=1, by=host)
    assert order(other, run) == ("you", [])
    assert row(run, other).turn_ends_at == NOW + minutes(2)
    actions.end_turn(group=run.group, step=0, by=other)  # from a page of the step before
    assert order(other, run) == ("you", [])
    actions.end_turn(group=run.group, step=1, by=other)
    assert order(other, run) == (None, [])
    assert stage(other, run).move is None


def test_hands_go_in_order_and_with_nobody_speaking_a_hand_is_the_turn(run, host, other, third):
    go_to(run, 2, host)
    for person in (third, other, third):
        actions.raise_hand(group=run.group, step=2, by=person)
    assert order(host, run) == ("Wool Sock", ["Last Stop"])
    actions.lower_hand(group=run.group, by=other)
    assert order(host, run) == ("Wool Sock", [])
    actions.raise_hand(group=run.group, step=1, by=host)
    assert order(host, run) == ("Wool Sock", [])
    with clock.frozen(NOW + minutes(1)):
        actions.raise_hand(group=run.group, step=2, by=other)
        actions.end_turn(group=run.group, step=2, by=third)
    assert order(host, run) == ("Last Stop", [])
    actions.raise_hand(group=run.group, step=2, by=third)
    assert order(host, run) == ("Last Stop", ["Wool Sock"])


def test_a_hand_is_for_who_is_here_and_for_a_step_with_hands(run, other):
    actions.raise_hand(group=run.group, step=0, by=other)
    assert row(run, other).hand_at is None
    Attendance.objects.filter(seat__account=other).delete()
    with pytest.raises(NotPossible, match="that you are here"):
        actions.raise_hand(group=run.group, step=0, by=other)


def test_hosts_lead_and_two_who_press_go_on_once(run, host, other):
    for press in (
        lambda: actions.next_step(group=run.group, after=0, by=other),
        lambda: actions.give_time(group=run.group, until=run.step_ends_at, by=other),
        lambda: actions.give_turn(group=run.group, attendance_id=row(run, other).pk, by=other),
        lambda: actions.tell_hosts(group=run.group, words_id=uuid4(), text="Hm", by=other),
        lambda: actions.close_run(run=run, by=other),
    ):
        with pytest.raises(NotAllowed):
            press()
    with clock.frozen(NOW + minutes(6)):
        for _twice in range(2):
            actions.next_step(group=run.group, after=0, by=host)
    run.refresh_from_db()
    assert (run.step, run.step_began_at, run.step_ends_at) == (
        1,
        NOW + minutes(6),
        NOW + minutes(30),
    )
    go_to(run, 3, host)
    with pytest.raises(NotPossible):
        actions.next_step(group=run.group, after=3, by=host)


def test_two_more_minutes_are_for_the_step_and_for_who_speaks_once_a_press(run, host):
    go_to(run, 1, host)
    until = run.step_ends_at
    for _twice in range(2):
        actions.give_time(group=run.group, until=until, by=host)
    run.refresh_from_db()
    assert run.step_ends_at == until + minutes(2)
    assert row(run, host).turn_ends_at == NOW + minutes(4)


def test_a_host_gives_the_turn_to_somebody_who_is_here(run, host, other, third):
    go_to(run, 1, host)
    chosen = row(run, third).pk
    for _twice in range(2):
        actions.give_turn(group=run.group, attendance_id=chosen, by=host)
    assert order(other, run) == ("Wool Sock", ["you"])
    actions.step_out(group=run.group, by=other)
    with pytest.raises(NotPossible):
        actions.give_turn(group=run.group, attendance_id=row(run, other).pk, by=host)


def test_what_hosts_write_is_read_by_hosts_and_there_once(run, host, other, third):
    groups.give_role(seat=seat_of(run.group, third), co_host=True, by=host)
    sent = uuid4()
    for _twice in range(2):
        actions.tell_hosts(group=run.group, words_id=sent, text="Shall we go on?", by=host)
    assert b"Shall" not in bytes(HostWords.objects.get().sealed_text)
    [told] = queries.host_words_for(third, run)
    assert (told.text, told.own, told.seat.name) == ("Shall we go on?", False, "Lantern Row")


def test_who_leaves_the_group_is_gone_from_its_meeting_and_the_next_has_the_turn(
    run, host, other, third
):
    go_to(run, 1, host)
    actions.end_turn(group=run.group, step=1, by=host)
    groups.leave(group=run.group, by=other)
    assert Attendance.objects.filter(state="gone").count() == 1
    assert order(host, run) == ("Wool Sock", [])
    assert [one.name for one in stage(host, run).here] == ["Wool Sock", "Lantern Row"]


def test_who_left_the_group_and_is_in_it_again_can_come_again(run, host, other):
    groups.leave(group=run.group, by=other)
    with pytest.raises(NotAllowed):
        actions.come(group=run.group, by=other)
    come(run.group, other, called="Last Stop")
    assert [one.name for one in stage(host, run).here] == ["Lantern Row", "Wool Sock"]
    actions.come(group=run.group, by=other)
    assert [one.name for one in stage(host, run).here] == ["Lantern Row", "Last Stop", "Wool Sock"]


def test_who_is_erased_gives_the_turn_on(run, host, other, third):
    go_to(run, 1, host)
    actions.end_turn(group=run.group, step=1, by=host)
    actions.erase(account=other, by=TESTS)
    assert order(host, run) == ("Wool Sock", [])
    assert not Attendance.objects.filter(seat__account=other).exists()


def test_a_failing_record_undoes_the_step(run, host, monkeypatch):
    monkeypatch.setattr("hearten.cockpit.actions.steering.audit.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.next_step(group=run.group, after=0, by=host)
    run.refresh_from_db()
    assert (run.step, row(run, host).turn_at) == (0, None)


def test_each_change_nudges_the_room_and_says_nothing(
    run, host, other, django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(
        "hearten.cockpit.actions.holding.live.publish_on_commit",
        lambda topic, seq: told.append((topic, seq)),
    )
    go_to(run, 2, host)
    actions.raise_hand(group=run.group, step=2, by=other)
    assert set(told) == {(f"circle:{run.group.conversation_id}", 0)}
    assert len(told) == 3
    assert timedelta(0) < run.step_ends_at - NOW
