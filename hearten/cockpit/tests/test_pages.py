"""The pages: by posting and reloading, with what was typed kept."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.tests.factories import client_of, make_account
from hearten.cockpit import actions
from hearten.cockpit.models import Attendance, HostWords, Note, Run
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import go_to, minutes, row
from hearten.foundation import clock
from hearten.groups import actions as groups
from hearten.groups.tests.factories import TESTS, come
from hearten.notifications.tests.wanting import told_by_mail, waiting

pytestmark = pytest.mark.django_db
Message = apps.get_model("conversations", "Message")


def at(name, group):
    return reverse(f"cockpit:{name}", args=[group.pk])


def said(answer):
    return " ".join(answer.content.decode().split())


def test_from_the_group_s_page_to_an_open_meeting(meeting, group, host, other):
    client, theirs = client_of(host), client_of(other)
    assert at("meeting", group) in said(client.get(reverse("groups:meeting", args=[group.pk])))
    assert "Open the meeting" in said(client.get(at("meeting", group)))
    page = said(theirs.get(at("meeting", group)))
    assert ("Open the meeting" in page, "A host opens the meeting." in page) == (False, True)
    assert theirs.post(at("open", group)).status_code == 404
    page = said(client.post(at("open", group), follow=True))
    assert ("Step 1 of 4" in page, "Next step" in page) == (True, True)
    page = said(theirs.get(at("meeting", group)))
    assert ("I am here" in page, "Next step" in page) == (True, False)
    theirs.post(at("come", group))
    assert Attendance.objects.count() == 2
    assert at("meeting", group) in said(theirs.get(reverse("groups:group", args=[group.pk])))


def test_too_early_it_stays_shut_and_says_from_when(group, host):
    groups.set_meeting(group=group, starts_at=NOW + minutes(120), minutes=60, by=host)
    page = said(client_of(host).post(at("open", group), follow=True))
    assert "It can be opened from 15 minutes before its time" in page
    assert not Run.objects.exists()


def test_the_big_button_goes_through_a_round_and_hands(run, host, other):
    client = client_of(other)
    go_to(run, 1, host)
    page = said(client.get(at("meeting", run.group)))
    assert ("I pass" in page, "Lantern Row</bdi> has the turn." in page) == (True, True)
    client_of(host).post(at("move", run.group), {"do": "done", "step": "1"})
    page = said(client.get(at("meeting", run.group)))
    assert ("I am done" in page, "It is your turn." in page) == (True, True)
    page = said(client.post(at("move", run.group), {"do": "done", "step": "1"}, follow=True))
    assert "Now you listen." in page
    go_to(run, 2, host)
    client.post(at("move", run.group), {"do": "raise", "step": "2"})
    assert row(run, other).turn_at == NOW
    client_of(host).post(at("move", run.group), {"do": "raise", "step": "2"})
    assert "Take my hand back" in said(client_of(host).get(at("meeting", run.group)))
    client_of(host).post(at("move", run.group), {"do": "lower"})
    assert row(run, host).hand_at is None


def test_the_page_says_until_when_by_the_server_s_clock(run, host):
    with clock.frozen(NOW + minutes(1)):
        page = said(client_of(host).get(at("now", run.group)))
    for shown in (
        f'data-clock="{int((NOW + minutes(1)).timestamp())}"',
        f'data-ends="{int((NOW + minutes(6)).timestamp())}"',
        "about 5 minutes",
    ):
        assert shown in page
    with clock.frozen(NOW + minutes(7)):
        assert "time is up" in said(client_of(host).get(at("now", run.group)))


def test_a_host_leads_with_buttons(run, host, third):
    client = client_of(host)
    go_to(run, 1, host)
    until = run.step_ends_at
    client.post(at("lead", run.group), {"do": "time", "until": until.isoformat()})
    client.post(at("lead", run.group), {"do": "turn", "who": str(row(run, third).pk)})
    run.refresh_from_db()
    assert (run.step_ends_at, row(run, third).turn_at) == (until + minutes(2), NOW)
    client.post(at("lead", run.group), {"do": "next", "step": "1"})
    run.refresh_from_db()
    assert run.step == 2
    for wrong in ({"do": "time", "until": "x"}, {"do": "turn", "who": "x"}, {"do": "next"}):
        answer = client.post(at("lead", run.group), wrong, follow=True)
        assert answer.status_code == 200
    run.refresh_from_db()
    assert run.step == 2


def test_what_is_said_here_is_said_in_the_room_and_kept_where_it_cannot(run, host, other):
    client = client_of(other)
    sent = {"client_id": str(uuid4()), "text": "Hello all"}
    for _twice in range(2):
        answer = client.post(at("meeting", run.group), sent)
        assert answer["Location"] == f"{at('meeting', run.group)}#newest"
    assert Message.objects.filter(author=other).count() == 1
    assert "Hello all" in said(client_of(host).get(at("meeting", run.group)))
    groups.change_agreements(group=run.group, text="We listen.", by=host)
    answer = client.post(at("meeting", run.group), {**sent, "client_id": uuid4(), "text": "More"})
    assert (answer.status_code, "More</textarea>" in said(answer)) == (422, True)
    actions.close_run(run=run, by=host)
    answer = client.post(at("meeting", run.group), {**sent, "client_id": uuid4(), "text": "Kept"})
    assert (answer.status_code, ">Kept</p>" in said(answer)) == (422, True)


def test_hosts_write_to_each_other(run, host, other):
    client = client_of(host)
    sent = {"words_id": str(uuid4()), "text": "Shall we go on?"}
    client.post(at("words", run.group), sent)
    assert HostWords.objects.count() == 1
    assert "Shall we go on?" in said(client.get(at("words", run.group)))
    assert client.post(at("words", run.group), {**sent, "text": ""}).status_code == 422
    assert client_of(other).get(at("words", run.group)).status_code == 404


def test_the_two_questions_and_the_note(run, host, other):
    go_to(run, 3, host)
    client, theirs = client_of(host), client_of(other)
    for given, status in (({"takes": "Tea", "rating": "4"}, 302), ({"rating": "9"}, 422)):
        assert theirs.post(at("closing", run.group), given).status_code == status
    page = said(theirs.get(at("closing", run.group)))
    assert ('value="4"' in page, "Tea</textarea>" in page) == (True, True)
    assert "cannot be opened again" in said(client.get(at("close", run.group)))
    page = said(client.post(at("close", run.group), follow=True))
    assert ("3 people came" in page, "It is right" in page, "Tea" in page) == (True, True, True)
    theirs.post(at("note", run.group), {"came": "1", "stepped_out": "0", "stayed": "1"})
    assert Note.objects.get().came == 3
    wrong = {"came": "3", "stepped_out": "4", "stayed": "3", "words": "Kept words"}
    answer = client.post(at("note", run.group), wrong)
    assert (answer.status_code, "Kept words" in said(answer)) == (422, True)
    client.post(at("note", run.group), wrong | {"stepped_out": "1"})
    page = said(theirs.get(at("note", run.group)))
    assert ("1 stepped out for a while" in page, "Kept words" in page) == (True, True)
    assert "It is right" not in said(client.get(at("note", run.group)))
    assert theirs.get(at("closing", run.group))["Location"] == at("meeting", run.group)


def test_back_from_being_out(run, other):
    client = client_of(other)
    client.post(at("out", run.group))
    page = said(client.get(at("meeting", run.group)))
    assert ("I am back" in page, "Raise my hand" in page) == (True, False)
    client.post(at("come", run.group))
    assert row(run, other).state == "here"


def test_the_meeting_of_a_closed_group_is_over_on_its_page(run, host, other):
    groups.close_group(group=run.group, words="Thank you all.", by=host)
    assert "This group is closed." in said(client_of(other).get(at("meeting", run.group)))


def test_seen_here_is_told_nowhere(meeting, group, other):
    with told_by_mail(other):
        groups.tell_of_meetings(by=TESTS)
        assert len(waiting()) == 1
        client_of(other).get(at("meeting", group))
        assert waiting() == []


def test_more_people_take_no_more_queries(run, host):
    client = client_of(host)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(at("now", run.group))
        counts.append(len(asked))
        for _two in range(2):
            person = make_account(programme=run.group.programme)
            run.group.refresh_from_db()
            if run.group.free:
                come(run.group, person)
                actions.come(group=run.group, by=person)
    assert counts[0] == counts[1] <= 30
