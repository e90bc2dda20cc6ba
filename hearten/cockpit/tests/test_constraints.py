"""What the database holds to, each broken once."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from hearten.cockpit import actions
from hearten.cockpit.actions import Counted
from hearten.cockpit.models import Attendance, HostWords, Note, Run
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import minutes, row
from hearten.foundation.ids import new_id
from hearten.groups import actions as groups
from hearten.groups.queries import Meeting, Seat
from hearten.groups.tests.factories import come, seat_of, start

pytestmark = pytest.mark.django_db


@contextmanager
def refused(what):
    with pytest.raises(DatabaseError, match=what), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def a_run(meeting, **said):
    usual = {
        "meeting": meeting,
        "group": meeting.group,
        "steps": 4,
        "opened_at": NOW,
        "step_began_at": NOW,
        "step_ends_at": NOW + minutes(5),
    }
    return Run.objects.create(**(usual | said))


def another_meeting(run):
    return Meeting.objects.create(group=run.group, starts_at=NOW + minutes(600))


def test_a_meeting_runs_once_in_its_own_group_and_one_at_a_time(run, programme, host):
    with refused("run_meeting|meeting_id"):
        a_run(run.meeting, closed_at=NOW)
    with refused("run_one_open"):
        a_run(another_meeting(run))
    elsewhere = start(programme, host)
    with refused("run_of_its_group"):
        a_run(another_meeting(run), group=elsewhere)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("within_its_steps", {"step": 4}),
        ("step_ends_after", {"step_ends_at": NOW}),
        ("closes_after", {"closed_at": NOW - minutes(1)}),
    ],
)
def test_a_step_is_one_of_the_agenda_s_and_has_its_time(run, what, change):
    with refused(what):
        Run.objects.filter(pk=run.pk).update(**change)


def test_there_is_no_way_back(run, host):
    actions.next_step(group=run.group, after=0, by=host)
    with refused("only forward"):
        Run.objects.filter(pk=run.pk).update(step=0)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("attendance_known", {"state": "far"}),
        ("turn_whole", {"turn_at": NOW}),
        ("turn_whole", {"turn_at": NOW, "turn_ends_at": NOW}),
        ("only_here_speaks", {"state": "gone", "hand_at": NOW}),
        (
            "only_here_speaks",
            {"state": "gone", "turn_at": NOW, "turn_ends_at": NOW + minutes(1)},
        ),
        ("out_since", {"state": "out"}),
        ("asked_for_who_stepped_out", {"asked": True}),
        ("place_once", {"place": 1}),
    ],
)
def test_what_an_attendance_cannot_be(run, other, what, change):
    with refused(what):
        Attendance.objects.filter(pk=row(run, other).pk).update(**change)


def test_one_person_has_the_turn_and_one_seat_is_there_once(run, host, other):
    turn = {"turn_at": NOW, "turn_ends_at": NOW + minutes(2)}
    Attendance.objects.filter(pk=row(run, host).pk).update(**turn)
    with refused("one_turn"):
        Attendance.objects.filter(pk=row(run, other).pk).update(**turn)
    with refused("attendance_once"):
        Attendance.objects.create(run=run, seat=seat_of(run.group, other), place=9)
    with refused("stays where it is"):
        seat = seat_of(run.group, host)
        Attendance.objects.filter(pk=row(run, other).pk).update(seat=seat)


def test_only_who_is_here_in_the_group_comes(run, programme, host, third):
    elsewhere = start(programme, third)
    with refused("who is not here"):
        Attendance.objects.create(run=run, seat=seat_of(elsewhere, third), place=9)
    asking = start(programme, host, entry="request", name="Another")
    seat = come(asking, third)
    with refused("who is not here"):
        Attendance.objects.create(run=run, seat=seat, place=9)


def test_who_is_gone_from_the_group_is_gone_from_the_meeting(run, other):
    gone = {"state": "gone", "role": "member", "name": "", "name_key": "", "agreed": None}
    words = {"sealed_introduction": b"", "came_on": None, "gone_how": "left"}
    with refused("still in a meeting"):
        Seat.objects.filter(pk=seat_of(run.group, other).pk).update(**gone, **words)


def test_what_is_closed_changes_no_more_but_that_words_are_emptied(run, host, other):
    Attendance.objects.filter(pk=row(run, other).pk).update(sealed_takes=b"tea")
    actions.tell_hosts(group=run.group, words_id=new_id(), text="Good.", by=host)
    actions.close_run(run=run, by=host)
    theirs = Attendance.objects.filter(pk=row(run, other).pk)
    with refused("run is closed"):
        Run.objects.filter(pk=run.pk).update(step=1)
    with refused("run is closed"):
        Run.objects.filter(pk=run.pk).update(closed_at=None)
    with refused("of a closed run"):
        theirs.update(hand_at=NOW)
    with refused("of a closed run"):
        theirs.update(sealed_takes=b"coffee")
    with refused("of a closed run"):
        theirs.update(sealed_takes=b"", place=7)
    with refused("of a closed run"):
        Attendance.objects.create(run=run, seat=row(run, other).seat, place=9)
    seat = seat_of(run.group, host)
    with refused("of a closed run"):
        HostWords.objects.create(run=run, seat=seat, sealed_text=b"late")
    with refused("never change"):
        HostWords.objects.update(sealed_text=b"other")
    assert theirs.update(sealed_takes=b"") == 1


def test_hosts_words_say_something(run, host):
    with refused("host_words_said"):
        HostWords.objects.create(run=run, seat=seat_of(run.group, host), sealed_text=b"")


def test_a_note_counts_who_came_and_never_changes_once_confirmed(run, host):
    actions.close_run(run=run, by=host)
    for what, change in (
        ("counts_who_came", {"came": 0}),
        ("counts_who_came", {"stepped_out": 4}),
        ("counts_who_came", {"stayed": 4}),
        ("rating_of_enough", {"rated": 4}),
        ("rating_of_enough", {"rating": 6}),
        ("words_are_somebody_s", {"sealed_words": b"x"}),
    ):
        with refused(what):
            Note.objects.update(**change)
    counted = Counted(came=3, stepped_out=0, stayed=3, words="It was good.")
    actions.confirm_note(run=run, counted=counted, by=host)
    with refused("is confirmed"):
        Note.objects.update(came=2)
    with refused("is confirmed"):
        Note.objects.all().delete()
    assert Note.objects.update(sealed_words=b"", words_by=None) == 1


def test_a_meeting_that_has_begun_stays(run, host):
    with refused("foreign key|cockpit_run"):
        groups_meeting = Meeting.objects.filter(pk=run.meeting_id)
        groups_meeting._raw_delete(groups_meeting.db)
    assert groups.end_meeting(meeting=run.meeting, by=host).ended_at == NOW
    with refused("ends_after_it_begins"):
        Meeting.objects.filter(pk=run.meeting_id).update(ended_at=NOW - minutes(1))
