"""The two questions, closing, and the note that every use is made of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from hearten.accounts.models import Block
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.cockpit import actions, queries
from hearten.cockpit.actions import Counted
from hearten.cockpit.models import Attendance, Note
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import go_to, minutes, row
from hearten.conduct.queries import Hold, Scope
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import actions as groups
from hearten.groups import queries as circles
from hearten.groups.tests.factories import TESTS, come

pytestmark = pytest.mark.django_db
Finding = apps.get_model("safety", "Finding")


def answer(run, person, takes="", rating=None):
    return actions.answer_closing(group=run.group, takes=takes, rating=rating, by=person)


def taken(reader, run):
    return [(one.seat and one.seat.name, one.text) for one in queries.takes_for(reader, run)]


def test_the_questions_come_with_the_last_step_and_can_be_changed(run, host, other):
    with pytest.raises(NotPossible):
        answer(run, other, "Tea")
    go_to(run, 3, host)
    with pytest.raises(Invalid) as refused:
        answer(run, other, "Tea", 6)
    assert list(refused.value.fields) == ["rating"]
    answer(run, other, "Tea", 4)
    answer(run, other, "Coffee")
    assert queries.own_answers(other, run) == ("Coffee", None)
    assert b"Coffee" not in bytes(row(run, other).sealed_takes)
    assert taken(host, run) == [("Last Stop", "Coffee")]


def test_what_people_take_along_is_for_who_was_there(run, host, other):
    go_to(run, 3, host)
    answer(run, other, "Tea")
    late = make_account(programme=run.group.programme)
    come(run.group, late)
    assert taken(late, run) == []
    assert [queries.was_at(person, run) for person in (late, other)] == [False, True]
    groups.leave(group=run.group, by=other)
    assert taken(host, run) == [(None, "Tea")]


def test_how_it_was_is_read_by_nobody_and_told_of_four_and_more(run, host, other, third):
    fourth = make_account(programme=run.group.programme)
    come(run.group, fourth)
    actions.come(group=run.group, by=fourth)
    go_to(run, 3, host)
    for person, rating in ((host, 5), (other, 4), (third, 4)):
        answer(run, person, rating=rating)
    answer(run, fourth, rating=2)
    note = actions.close_run(run=run, by=host)
    assert (note.rated, note.rating) == (4, 3.8)
    assert set(Attendance.objects.values_list("sealed_rating", flat=True)) == {b""}


def test_it_is_closed_once_and_the_note_counts_who_was_there(run, host, other, third):
    actions.step_out(group=run.group, by=other)
    actions.step_out(group=run.group, by=third)
    actions.come(group=run.group, by=third)
    go_to(run, 1, host)
    answered_early = pytest.raises(NotPossible)
    with answered_early:
        answer(run, third, rating=1)
    with clock.frozen(NOW + minutes(21)):
        notes = [actions.close_run(run=run, by=host) for _twice in range(2)]
    assert notes[0] == notes[1] == Note.objects.get()
    told = notes[0]
    assert (told.came, told.stepped_out, told.stayed) == (3, 2, 2)
    assert (told.steps, told.minutes, told.rated, told.rating) == (2, 21, 0, None)
    assert queries.open_run(run.group) is None
    assert circles.next_of(run.group, 4) is None
    assert Event.objects.filter(verb="cockpit.run_closed").count() == 1
    with pytest.raises(NotPossible):
        actions.come(group=run.group, by=other)


def test_hosts_confirm_it_once_with_corrected_counts(run, host, other):
    actions.close_run(run=run, by=host)
    right = Counted(came=4, stepped_out=1, stayed=3, words="Next time: sleep.")
    with pytest.raises(NotAllowed):
        actions.confirm_note(run=run, counted=right, by=other)
    for wrong, field in (
        (Counted(came=6, stepped_out=0, stayed=0), "came"),
        (Counted(came=3, stepped_out=4, stayed=0), "stepped_out"),
        (Counted(came=3, stepped_out=0, stayed=4), "stayed"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.confirm_note(run=run, counted=wrong, by=host)
        assert list(refused.value.fields) == [field]
    actions.confirm_note(run=run, counted=right, by=host)
    actions.confirm_note(run=run, counted=Counted(came=1, stepped_out=0, stayed=1), by=host)
    [read] = queries.notes_of(run.group)
    assert (read.note.came, read.words) == (4, "Next time: sleep.")


def test_what_nobody_closes_is_closed_by_itself(run, host, other):
    ends = run.step_ends_at
    look = [
        (at, _closed_at(at)) for at in (ends + minutes(29), ends + minutes(30), ends + minutes(31))
    ]
    assert [count for _at, count in look] == [0, 1, 0]
    assert Note.objects.get().came == 3
    run.meeting.refresh_from_db()
    assert run.meeting.ended_at == ends + minutes(30)
    with pytest.raises(NotAllowed):
        actions.close_forgotten(by=host)


def _closed_at(at):
    with clock.frozen(at):
        return actions.close_forgotten(by=TESTS)


def test_the_meeting_of_a_closed_group_is_closed(run, host):
    groups.close_group(group=run.group, words="Thank you all.", by=host)
    assert actions.close_forgotten(by=TESTS) == 1


def test_counts_are_of_all_groups_together_and_of_the_programme(run, host):
    actions.close_run(run=run, by=host)
    day = timedelta(days=1)
    for programme, since, counted in (
        (run.group.programme, NOW - day, (1, 3)),
        (run.group.programme, NOW + day, (0, 0)),
        (make_programme(), NOW - day, (0, 0)),
    ):
        found = queries.counts_in(programme, since, since + 2 * day)
        assert (found.meetings, found.came) == counted


def test_words_of_danger_are_found_where_the_group_s_are(run, host, other):
    go_to(run, 3, host)
    heavy = "I want to kill myself tonight. I have the pills here."
    answer(run, other, heavy)
    found = Finding.objects.filter(subject_kind="cockpit.words")
    finding = found.get()
    assert finding.author == other
    assert finding.case is not None
    assert circles.care_of(other, run.group).told
    assert circles.care_of(host, run.group).of_another
    assert queries.text_found(finding.subject_id) == heavy
    answer(run, other, heavy)
    assert found.count() == 1


def test_possible_risk_that_nobody_turns_to_goes_to_the_people_on_duty(run, host, other):
    go_to(run, 3, host)
    answer(run, other, "I do not want to live like this any more.")
    with pytest.raises(NotAllowed):
        actions.bring_unanswered(by=host)
    with clock.frozen(NOW + minutes(16)):
        assert [actions.bring_unanswered(by=TESTS) for _twice in range(2)] == [1, 0]


def test_who_may_not_write_writes_nothing_here_and_can_step_out(run, host, other, monkeypatch):
    hold = Hold(scope=Scope.WRITING, until=NOW + timedelta(days=2))
    go_to(run, 3, host)
    monkeypatch.setattr("hearten.cockpit.actions.holding.hold_on", lambda _id: hold)
    for write in (
        lambda: answer(run, other, "Tea"),
        lambda: actions.tell_hosts(group=run.group, words_id=uuid4(), text="Hm", by=host),
    ):
        with pytest.raises(NotPossible, match="Writing is paused"):
            write()
    assert answer(run, other, rating=3).sealed_takes == b""
    assert actions.step_out(group=run.group, by=other).state == "out"


def test_two_with_a_block_read_nothing_the_other_takes_along(run, host, other, third):
    go_to(run, 3, host)
    for person, words in ((other, "Tea"), (third, "Coffee")):
        answer(run, person, words)
    Block.objects.create(by=other, of=third)
    assert taken(other, run) == [("Last Stop", "Tea")]
    assert taken(third, run) == [("Wool Sock", "Coffee")]
    assert len(taken(host, run)) == 2
