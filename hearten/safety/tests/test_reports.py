"""A report is taken once, joins its case, is sealed, and tells only moderators."""

import json

import pytest
from django.db import connection

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety import actions, queries
from hearten.safety.models import (
    Alert,
    Case,
    CaseNature,
    CaseState,
    Report,
    ReportReason,
    Resolution,
)
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db


def test_the_same_report_twice_is_one_report_in_one_case(programme, reporter, reported):
    first = make_report(programme, reported, reporter, subject_id="m1")
    recorded = Event.objects.count()
    again = make_report(programme, reported, reporter, subject_id="m1", words="other words")
    assert again == first
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)
    assert Event.objects.count() == recorded


def test_reports_about_one_person_join_the_open_case(programme, reporter, reported):
    first = make_report(programme, reported, reporter)
    other = people.make_account(programme=programme)
    assert make_report(programme, reported, other) == first
    assert first.reports.count() == 2


def test_after_a_resolution_a_new_report_opens_a_new_case(programme, reporter, reported, moderator):
    first = make_report(programme, reported, reporter, subject_id="m1")
    actions.assign_case(case=first, by=moderator)
    actions.resolve_case(
        case=first, resolution=Resolution.TALKED, reason="They talked", by=moderator
    )
    assert make_report(programme, reported, reporter) != first
    assert make_report(programme, reported, reporter, subject_id="m1") == first


def test_worry_about_danger_is_an_urgent_case_of_its_own_beside_one_about_conduct(
    programme, reporter, reported
):
    conduct = make_report(programme, reported, reporter)
    welfare = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    assert make_report(programme, reported, reporter, reason=ReportReason.OTHER) == conduct
    assert make_report(programme, reported, reporter, reason=ReportReason.DANGER) == welfare
    for case in (conduct, welfare):
        case.refresh_from_db()
    assert (conduct.nature, conduct.urgent) == (CaseNature.CONDUCT, False)
    assert (welfare.nature, welfare.urgent) == (CaseNature.WELFARE, True)


def test_a_persons_worry_about_danger_calls_people_once_and_other_reports_call_nobody(
    programme, reporter, reported, moderator
):
    make_report(programme, reported, reporter)
    assert Alert.objects.count() == 0
    welfare = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    make_report(programme, reported, moderator, reason=ReportReason.DANGER)
    assert list(Alert.objects.values_list("case", "closed_at")) == [(welfare.id, None)]


def test_programmes_have_cases_of_their_own(programme, reporter, reported):
    elsewhere = people.make_programme()
    accounts.give_role(account=reporter, programme=elsewhere, role=Role.MEMBER, by=people.TESTS)
    assert make_report(programme, reported, reporter) != make_report(elsewhere, reported, reporter)


def test_a_moderator_who_reports_the_person_loses_the_case(
    programme, reporter, reported, moderator
):
    case = make_report(programme, reported, reporter)
    actions.assign_case(case=case, by=moderator)
    make_report(programme, reported, moderator)
    case.refresh_from_db()
    assert (case.state, case.assignee) == (CaseState.OPEN, None)


def test_automation_may_report_and_is_named(programme, reported):
    case = make_report(programme, reported, people.TESTS)
    assert case.reports.get().reporter is None
    assert queries.cases_visible_to(people.TESTS).count() == 0


def test_what_people_wrote_is_nowhere_in_the_clear(programme, reporter, reported, moderator):
    case = make_report(programme, reported, reporter)
    actions.assign_case(case=case, by=moderator)
    actions.add_note(case=case, text="planted-note", by=moderator)
    actions.resolve_case(
        case=case, resolution=Resolution.TALKED, reason="planted-reason", by=moderator
    )
    with connection.cursor() as cursor:
        for table in ("safety_case", "safety_report", "safety_casenote", "audit_event"):
            cursor.execute(f"SELECT t::text, convert_to(t::text, 'UTF8') FROM {table} t")  # noqa: S608
            rows = cursor.fetchall()
            assert rows
            for text, _raw in rows:
                assert "planted" not in text.lower()
                assert b"planted".hex() not in text.lower()


def test_nobody_reports_from_outside_or_themselves(programme, reporter, reported):
    with pytest.raises(NotAllowed):
        make_report(programme, reported, people.make_account())
    with pytest.raises(NotPossible):
        make_report(programme, reporter, reporter)
    with pytest.raises(Invalid):
        make_report(programme, reported, reporter, reason="because")
    with pytest.raises(Invalid):
        make_report(programme, reported, reporter, words="x" * 2001)
    assert Case.objects.count() == 0


def test_moderators_are_nudged_and_the_reported_person_is_not(
    programme, reporter, moderator, second, django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(
        "hearten.foundation.live.nudge_on_commit", lambda account_id: told.append(account_id)
    )
    make_report(programme, second, reporter)
    assert told == [moderator.id]


def test_an_unrecorded_report_does_not_happen(programme, reporter, reported, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        make_report(programme, reported, reporter)
    assert (Case.objects.count(), Report.objects.count()) == (0, 0)


def test_the_record_holds_codes_and_no_words(programme, reporter, reported):
    case = make_report(programme, reported, reporter)
    event = Event.objects.get(verb="safety.reported")
    assert event.details == {"case": str(case.id), "reason": "harassment"}
    assert "planted" not in json.dumps(list(Event.objects.values("details")))
