"""Screening in a case: only where the programme wants it, by whoever has the case, sealed."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import actions, queries
from hearten.safety.models import Case, ReportReason, Resolution, Screening
from hearten.safety.rules.screener import Question, Risk
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
HIGH = {Question.THOUGHTS: True, Question.INTENT: True}


@pytest.fixture
def manager(programme):
    return people.make_account(programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def screens(programme, manager):
    actions.use_screener(programme=programme, on=True, by=manager)


@pytest.fixture
def case(programme, reported, reporter, moderator):
    found = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    Case.objects.filter(pk=found.pk).update(urgent=False)
    return actions.assign_case(case=found, by=moderator)


def record(case, by, answers=HIGH, **given):
    given = {"screening_id": uuid4()} | given
    return actions.record_screening(case=case, answers=answers, by=by, **given)


def test_high_risk_makes_the_case_urgent_and_the_answers_are_sealed(case, screens, moderator):
    record(case, moderator)
    case.refresh_from_db()
    assert case.urgent
    [read] = queries.screenings_of(case)
    assert (read.outcome.risk, read.asked_by) == (Risk.HIGH, "Calm Heron")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM safety_screening t")
        [[row]] = cursor.fetchall()
    assert "thoughts" not in row
    assert "high" not in row
    event = Event.objects.filter(verb="safety.case_screened").get()
    assert "high" not in str(event.details)


def test_low_risk_leaves_it_as_it_was_and_each_time_is_kept(case, screens, moderator):
    record(case, moderator, {Question.WISH: True})
    record(case, moderator, {Question.WISH: False, Question.THOUGHTS: True})
    case.refresh_from_db()
    assert not case.urgent
    assert [read.outcome.risk for read in queries.screenings_of(case)] == [Risk.LOW, Risk.LOW]


def test_sent_twice_it_is_one(case, screens, moderator):
    named = uuid4()
    record(case, moderator, screening_id=named)
    record(case, moderator, {Question.WISH: True}, screening_id=named)
    assert [read.outcome.risk for read in queries.screenings_of(case)] == [Risk.HIGH]
    assert Event.objects.filter(verb="safety.case_screened").count() == 1


def test_only_whoever_has_the_case_and_only_where_it_is_used(
    programme, case, manager, moderator, second
):
    with pytest.raises(NotAllowed):
        record(case, moderator)  # the programme does not screen
    actions.use_screener(programme=programme, on=True, by=manager)
    for other in (second, manager, case.about):
        with pytest.raises(NotAllowed):
            record(case, other)
    with pytest.raises(NotAllowed):
        actions.use_screener(programme=programme, on=False, by=moderator)
    assert Screening.objects.count() == 0


def test_nothing_answered_is_nothing_kept_and_an_ended_case_stays_as_it_is(
    case, screens, moderator
):
    with pytest.raises(NotPossible):
        record(case, moderator, dict.fromkeys(Question))
    actions.resolve_case(case=case, resolution=Resolution.SAFE, reason="Safe.", by=moderator)
    with pytest.raises(NotPossible):
        record(case, moderator)
    assert Screening.objects.count() == 0


def test_a_case_about_what_somebody_did_has_no_questions(
    programme, reported, reporter, moderator, screens
):
    case = actions.assign_case(case=make_report(programme, reported, reporter), by=moderator)
    with pytest.raises(NotPossible):
        record(case, moderator)
    client = people.client_of(moderator)
    assert client.get(reverse("safety:screener", args=[case.pk])).status_code == 404


def test_the_page_asks_keeps_and_tells(case, screens, moderator):
    client = people.client_of(moderator)
    address = reverse("safety:screener", args=[case.pk])
    assert address in client.get(reverse("safety:case", args=[case.pk])).content.decode()
    given = {"screening_id": str(uuid4()), "wish": "yes", "thoughts": "yes", "plan": "yes"}
    text = client.post(address, given, follow=True).content.decode()
    assert "High risk" in text
    assert "At least that" not in text
    low = {"screening_id": str(uuid4()), "wish": "yes", "thoughts": "yes"}
    text = client.post(address, low, follow=True).content.decode()
    assert text.index("Low risk") < text.index("High risk")
    assert text.count("At least that") == 1


def test_managers_switch_it_beside_the_rota(programme, manager):
    client = people.client_of(manager)
    switch, rota = reverse("safety:use_screener"), reverse("rota:rota")
    for on, press in (("yes", "Switch the questions on"), ("no", "Switch the questions off")):
        page = client.get(rota).content.decode()
        assert (page.count(f'action="{switch}"'), page.count(press)) == (1, 1)
        assert f'name="on" value="{on}"' in page
        client.post(switch, {"on": on})
    assert queries.screens(programme) is False


def test_switching_off_takes_the_questions_away(case, screens, programme, manager, moderator):
    switch = reverse("safety:use_screener")
    assert people.client_of(manager).post(switch, {"on": "no"}).status_code == 302
    client = people.client_of(moderator)
    address = reverse("safety:screener", args=[case.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("safety:case", args=[case.pk])).content.decode()
    actions.use_screener(programme=programme, on=False, by=manager)
    assert Event.objects.filter(verb="safety.screener_switched").count() == 2
