"""The moderators' pages: who gets in, what a list never shows, and what everybody else never sees."""

from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.safety import actions, queries
from hearten.safety.models import CaseState, Resolution
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
QUEUE = reverse("safety:cases")
RESOLVED = reverse("safety:resolved_cases")
CASE_POSTS = ["assign_case", "case_evidence", "case_note", "hand_over_case", "resolve_case"]


@pytest.fixture
def case(programme, reporter, reported, moderator, second):
    return make_report(programme, reported, reporter)


def at(name, case):
    return reverse(f"safety:{name}", args=[case.id])


def text_of(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR, Role.MANAGER])
def test_for_everybody_else_there_are_no_cases(case, programme, role):
    person = people.make_account(programme=programme, roles=[role] if role else [])
    client = people.client_of(person)
    assert [client.get(page).status_code for page in (QUEUE, RESOLVED, at("case", case))] == [
        404
    ] * 3
    assert [client.post(at(name, case)).status_code for name in CASE_POSTS] == [404] * 5
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_people_of_a_case_have_no_pages_of_it(case, reporter, reported):
    for person in (reporter, reported):
        client = people.client_of(person)
        assert [client.get(page).status_code for page in (QUEUE, at("case", case))] == [404] * 2


def test_moderators_of_another_programme_and_unknown_cases_are_404(case, moderator):
    stranger = people.client_of(people.make_account(roles=[Role.MODERATOR]))
    assert stranger.get(at("case", case)).status_code == 404
    assert [stranger.post(at(name, case)).status_code for name in CASE_POSTS] == [404] * 5
    client = people.client_of(moderator)
    assert client.get(reverse("safety:case", args=[uuid4()])).status_code == 404


def test_signed_out_leads_to_signing_in(case):
    for page in (QUEUE, RESOLVED, at("case", case)):
        answer = Client().get(page)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:sign_in"))


def test_what_changes_something_is_never_a_get(case, moderator):
    client = people.client_of(moderator)
    assert [client.get(at(name, case)).status_code for name in CASE_POSTS] == [405] * 5


def test_a_moderator_it_is_about_finds_nothing(programme, moderator, second, reporter):
    case = make_report(programme, moderator, reporter)
    client = people.client_of(moderator)
    assert client.get(at("case", case)).status_code == 404
    assert str(case.id)[:6] not in text_of(client.get(QUEUE))
    assert str(case.id)[:6] in text_of(people.client_of(second).get(QUEUE))


def test_the_list_names_nobody_and_shows_nothing_anybody_wrote(case, moderator, second):
    actions.assign_case(case=case, by=moderator)
    actions.add_note(case=case, text="planted-note", by=moderator)
    for person in (moderator, second):
        text = text_of(people.client_of(person).get(QUEUE))
        assert str(case.id)[:6] in text
        assert "Calm Heron" in text
        assert "planted" not in text.lower()
    actions.resolve_case(
        case=case, resolution=Resolution.TALKED, reason="planted-reason", by=moderator
    )
    text = text_of(people.client_of(second).get(RESOLVED))
    assert "Talked with the person" in text
    assert "planted" not in text.lower()


def test_before_taking_it_a_moderator_reads_reasons_only(case, moderator):
    client = people.client_of(moderator)
    text = text_of(client.get(at("case", case)))
    assert "They are cruel, threatening or keep pushing" in text
    assert "planted-" not in text
    assert "Planted Reporter" not in text
    assert client.post(at("case_evidence", case)).status_code == 403
    assert not Event.objects.filter(verb="safety.case_evidence_read").exists()


def test_after_taking_it_reading_is_a_choice_that_is_recorded(case, moderator, second):
    client = people.client_of(moderator)
    client.post(at("assign_case", case))
    assert "planted-" not in text_of(client.get(at("case", case)))
    text = text_of(client.post(at("case_evidence", case)))
    assert "planted-evidence from the conversation" in text
    assert "planted-words of the reporter" in text
    assert "Planted Reporter" in text
    assert Event.objects.filter(verb="safety.case_evidence_read").count() == 1
    other = text_of(people.client_of(second).get(at("case", case)))
    assert "planted-" not in other
    assert "Planted Reporter" not in other


def test_the_second_moderator_reads_who_has_it(case, moderator, second):
    people.client_of(moderator).post(at("assign_case", case))
    answer = people.client_of(second).post(at("assign_case", case), follow=True)
    assert "Calm Heron already has this case." in text_of(answer)
    case.refresh_from_db()
    assert case.assignee_id == moderator.id


def test_a_moderator_who_reported_it_is_told_why_they_do_not_work_it(
    case, programme, reported, second
):
    make_report(programme, reported, second)
    client = people.client_of(second)
    text = text_of(client.get(at("case", case)))
    assert "You reported this, so somebody else looks at it." in text
    assert "Take this case" not in text
    client.post(at("assign_case", case))
    case.refresh_from_db()
    assert case.assignee_id is None


def test_a_case_from_taking_it_to_its_end(case, moderator, second):
    client, other = people.client_of(moderator), people.client_of(second)
    client.post(at("assign_case", case))
    note = {"note_id": uuid4(), "text": "Spoke with both <b>"}
    for _ in range(2):
        client.post(at("case_note", case), note)
    assert "Spoke with both <b>" in text_of(client.get(at("case", case)))
    client.post(at("hand_over_case", case), {"to": second.id})
    warning = {"measure_id": uuid4(), "what": "warning:", "rule": "respect", "gravity": "2"}
    other.post(at("case_measure", case), warning | {"reason": "It was unkind to push"})
    other.post(at("resolve_case", case), {"resolution": "warned", "reason": "It was unkind"})
    case.refresh_from_db()
    assert (case.state, case.resolution, case.assignee_id) == ("resolved", "warned", second.id)
    assert len(queries.notes_of(case)) == 1
    assert "It was unkind" in text_of(client.get(at("case", case)))
    assert "Nothing waits" in text_of(client.get(QUEUE))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("case_note", {"note_id": str(uuid4()), "text": " "}, "Please write something first."),
        ("resolve_case", {"resolution": "", "reason": "typed"}, "Please answer this one."),
        ("resolve_case", {"resolution": "talked", "reason": "\u202e"}, "hidden characters"),
        ("hand_over_case", {"to": str(uuid4())}, "Please choose one of the answers shown."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_stays_typed(case, moderator, name, data, said):
    client = people.client_of(moderator)
    client.post(at("assign_case", case))
    text = text_of(client.post(at(name, case), data))
    assert said in text
    if data.get("reason") == "typed":
        assert "typed</textarea>" in text.replace("\n", "")
    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED


def test_a_suspension_that_is_not_allowed_says_so_and_keeps_the_case(
    programme, reporter, moderator
):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    case = make_report(programme, manager, reporter)
    client = people.client_of(moderator)
    client.post(at("assign_case", case))
    client.post(at("case_evidence", case))
    pause = {"measure_id": uuid4(), "what": "removal:", "rule": "respect", "gravity": "3"}
    answer = client.post(at("case_measure", case), pause | {"reason": "x"})
    assert "You cannot suspend this person." in unescape(answer.text)
    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED


def queries_of(client, page):
    with CaptureQueriesContext(connection) as taken:
        assert client.get(page).status_code == 200
    return len(taken)


def test_lists_and_cases_take_the_same_queries_as_they_grow(
    case, programme, reporter, reported, moderator
):
    client = people.client_of(moderator)
    actions.assign_case(case=case, by=moderator)
    before = [queries_of(client, page) for page in (QUEUE, at("case", case))]
    for _ in range(5):
        make_report(programme, people.make_account(programme=programme), reporter)
        make_report(programme, reported, people.make_account(programme=programme))
        actions.add_note(case=case, text="x", by=moderator)
    assert [queries_of(client, page) for page in (QUEUE, at("case", case))] == before


def test_titles_tell_nothing(case, moderator):
    client = people.client_of(moderator)
    assert "<title>Cases</title>" in text_of(client.get(QUEUE))
    assert "<title>Case</title>" in text_of(client.get(at("case", case)))
