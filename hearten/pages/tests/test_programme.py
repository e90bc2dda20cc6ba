"""The manager's page: counts that are right, and nothing private however much there is."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of
from hearten.cockpit import actions as cockpit
from hearten.conversations import actions as conversations
from hearten.foundation import clock
from hearten.groups import actions as groups
from hearten.groups.tests.factories import come
from hearten.groups.tests.factories import start as start_group
from hearten.matching import actions as matching_actions
from hearten.notifications import actions as notifications
from hearten.notifications import ports
from hearten.notifications.jobs import deliver_due
from hearten.notifications.tests.conftest import Recorder
from hearten.pages.queries import RoleCount, overview_of, people_by_role
from hearten.pages.tests import scenes
from hearten.pages.tests.scenes import make_account, make_programme, matching

pytestmark = pytest.mark.django_db
URL = "/programme/"


def test_only_managers_have_this_page():
    programme = make_programme()
    seen = {}
    for role in Role:
        seen[role] = client_of(scenes.somebody(programme, role)).get(URL).status_code
    assert seen == {role: 200 if role is Role.MANAGER else 404 for role in Role}


def test_a_visitor_is_asked_to_sign_in():
    response = Client().get(URL)
    back = quote(URL, safe="")
    assert (response.status_code, response.url) == (
        302,
        f"{reverse('accounts:sign_in')}?next={back}",
    )


def test_people_are_counted_by_role_and_programme():
    programme, other = make_programme(), make_programme()
    scenes.somebody(programme, Role.SUPPORTER)
    scenes.somebody(programme, Role.SUPPORTER, Role.MANAGER)
    make_account(programme=other)
    gone = make_account(programme=programme)
    gone.is_active = False
    gone.save()
    assert people_by_role(programme) == [
        RoleCount(role=Role.MEMBER, count=0),
        RoleCount(role=Role.SUPPORTER, count=2),
        RoleCount(role=Role.SUPERVISOR, count=0),
        RoleCount(role=Role.MODERATOR, count=0),
        RoleCount(role=Role.MANAGER, count=1),
    ]


def test_waits_and_room_add_up():
    programme = make_programme()
    talk = scenes.talk(programme)
    resting = matching.supporter_of(programme, capacity=5)
    matching_actions.save_supporter_settings(
        supporter=resting, programme=programme, paused=True, by=resting
    )
    make_account(programme=programme)
    matching.ask(make_account(programme=programme), programme)
    found = overview_of(programme)
    assert found.waiting == 1
    assert found.longest is not None
    capacity = found.capacity
    assert (capacity.supporters, capacity.paused) == (2, 1)
    assert (capacity.places, capacity.taken, capacity.free) == (3, 1, 2)
    assert talk.pairing.ended_at is None


def test_open_cases_are_counted_and_their_story_is_not_told():
    programme = make_programme()
    talk = scenes.talk(programme)
    conversations.report_message(
        conversation_id=talk.conversation_id,
        seq=3,
        reason="contact",
        words="it felt wrong to me",
        by=talk.member,
    )
    counts = overview_of(programme).cases
    assert (counts.waiting, counts.urgent, counts.assigned) == (1, 0, 0)


def test_nothing_private_is_on_the_page():
    programme = make_programme()
    talk = scenes.talk(programme)
    conversations.report_message(
        conversation_id=talk.conversation_id,
        seq=3,
        reason="danger",
        words="it felt wrong to me",
        by=talk.member,
    )
    talk.end(talk.member)
    matching_actions.give_feedback(
        pairing_id=talk.pairing.pk, felt_heard=5, words=scenes.FEEDBACK, by=talk.member
    )
    waiting = make_account(programme=programme)
    matching.ask(waiting, programme, words=scenes.ASKED_WORDS)
    manager = scenes.somebody(programme, Role.MANAGER)
    html = client_of(manager).get(URL).content.decode()
    for secret in (
        scenes.ASKED_WORDS,
        scenes.MESSAGE,
        scenes.CLOSING,
        scenes.FEEDBACK,
        "it felt wrong to me",
        talk.member.pseudonym,
        talk.supporter.pseudonym,
        waiting.pseudonym,
        str(talk.member.pk),
        str(talk.conversation_id),
    ):
        assert secret not in html


def test_it_asks_the_same_number_of_questions_as_the_programme_grows():
    programme = make_programme()
    manager = scenes.somebody(programme, Role.MANAGER)
    client = client_of(manager)
    _fill(programme, 1)
    client.get(URL)
    few = _queries(client)
    _fill(programme, 9)
    assert _queries(client) == few
    assert few <= 19


def test_whom_nobody_fits_is_everybody_the_sweep_found_nobody_for():
    programme = make_programme()
    client = client_of(scenes.somebody(programme, Role.MANAGER))
    for _ in range(4):
        matching.ask(make_account(programme=programme), programme)
    matching.supporter_of(programme, capacity=1)
    assert len(matching.sweep(programme)) == 1
    found = overview_of(programme)
    assert (found.waiting, found.unasked) == (4, 3)
    html = client.get(URL).content.decode()
    assert "<dt>whom nobody fits at the moment</dt><dd>3</dd>" in html


def _fill(programme, times: int) -> None:
    for _ in range(times):
        talk = scenes.talk(programme)
        talk.end(talk.member)
        matching_actions.give_feedback(
            pairing_id=talk.pairing.pk, felt_heard=5, words=scenes.FEEDBACK, by=talk.member
        )
    for _ in range(times):
        matching.ask(make_account(programme=programme), programme)


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL).status_code == 200
    return len(captured)


def test_the_manager_is_warned_while_nobody_can_be_called():
    programme = make_programme()
    client = client_of(scenes.somebody(programme, Role.MANAGER))
    assert "Nobody here is a moderator" in client.get(URL).content.decode()
    moderator = scenes.somebody(programme, Role.MODERATOR)
    assert "No moderator can be called when their pages are closed" in (
        client.get(URL).content.decode()
    )
    recorder = Recorder()
    before = ports.provider_of("email")
    ports.bind_provider("email", recorder)
    try:
        way = notifications.add_way(kind="email", address="a@planted.example", by=moderator)
        deliver_due()
        assert overview_of(programme).reachable == 0
        code = recorder.letters[0].text.removeprefix("Your code is ").partition(".")[0]
        notifications.verify_way(way=way, code=code, by=moderator)
        assert (overview_of(programme).moderators, overview_of(programme).reachable) == (1, 1)
        text = client.get(URL).content.decode()
        assert "can be called when" not in text
    finally:
        ports.unbind_provider("email")
        if before is not None:
            ports.bind_provider("email", before)
    assert overview_of(programme).reachable == 0


def test_meetings_are_counted_and_no_group_is_named():
    programme = make_programme()
    host, other = (make_account(programme=programme) for _two in range(2))
    group = start_group(programme, host, name="Zqcircle", called="Zqhost")
    come(group, other, called="Zqother")
    soon = clock.now() + timedelta(minutes=5)
    meeting = groups.set_meeting(group=group, starts_at=soon, minutes=60, by=host)
    run = cockpit.open_run(meeting=meeting, by=host)
    cockpit.come(group=group, by=other)
    cockpit.close_run(run=run, by=host)
    html = client_of(scenes.somebody(programme, Role.MANAGER)).get(URL).content.decode()
    for shown in ("<dt>meetings</dt><dd>1</dd>", "<dt>times somebody came</dt><dd>2</dd>"):
        assert shown in html
    assert "Zq" not in html
