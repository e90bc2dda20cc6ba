"""Cases: one moderator at a time, none who is a part of it, every reading on the record."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.conduct.queries import Rule
from hearten.conduct.rules import Kind
from hearten.foundation.errors import HeartenError, Invalid, NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.safety import actions, policies, queries
from hearten.safety.models import Case, CaseNote, CaseState, Report, ReportReason, Resolution
from hearten.safety.tests.factories import agree, decide, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(programme, reporter, reported, moderator, second):
    return make_report(programme, reported, reporter)


@pytest.fixture
def mine(case, moderator):
    return actions.assign_case(case=case, by=moderator)


def resolve(case, by, resolution=Resolution.TALKED, reason="They talked"):
    return actions.resolve_case(case=case, resolution=resolution, reason=reason, by=by)


def test_taking_a_case_again_changes_and_records_nothing(mine, moderator):
    recorded = Event.objects.count()
    again = actions.assign_case(case=mine, by=moderator)
    assert (again.state, again.assignee_id, again.assigned_at) == (
        CaseState.ASSIGNED,
        moderator.id,
        mine.assigned_at,
    )
    assert Event.objects.count() == recorded


def test_the_second_moderator_is_told_who_has_it(mine, second):
    with pytest.raises(NotPossible, match="Calm Heron already has this case"):
        actions.assign_case(case=mine, by=second)


def test_a_case_of_somebody_who_is_no_moderator_any_more_can_be_taken(
    mine, moderator, second, programme
):
    accounts.end_role(account=moderator, programme=programme, role=Role.MODERATOR, by=people.TESTS)
    assert actions.assign_case(case=mine, by=second).assignee_id == second.id
    with pytest.raises(NotAllowed):
        actions.read_evidence(case=mine, by=moderator)


def test_nobody_works_a_case_about_themselves_or_that_they_reported(
    programme, reporter, moderator, second
):
    about_moderator = make_report(programme, moderator, second)
    for person in (moderator, second):
        with pytest.raises(NotAllowed):
            actions.assign_case(case=about_moderator, by=person)
    third = people.make_account(programme=programme, roles=[Role.MODERATOR])
    about_moderator = actions.assign_case(case=about_moderator, by=third)
    for person in (moderator, second):
        with pytest.raises(NotPossible):
            actions.hand_over_case(case=about_moderator, to=person, by=third)
    assert list(queries.could_take(about_moderator)) == []


def test_who_it_is_about_does_not_see_it_and_who_reported_it_does(programme, moderator, second):
    case = make_report(programme, moderator, second)
    assert list(queries.cases_visible_to(moderator)) == []
    assert list(queries.cases_visible_to(second)) == [case]
    assert queries.waiting_count(moderator, programme) == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MANAGER])
def test_only_moderators_of_the_programme_may_do_anything(case, programme, role):
    stranger = people.make_account(roles=[Role.MODERATOR])
    person = people.make_account(programme=programme, roles=[role])
    suspended = people.make_account(programme=programme, roles=[Role.MODERATOR])
    suspended.is_active = False
    suspended.save()
    for actor in (person, stranger, suspended, people.TESTS):
        assert list(queries.cases_visible_to(actor)) == []
        assert not policies.may_work(actor.actor_id, case)
        for refused in (
            lambda by: actions.assign_case(case=case, by=by),
            lambda by: actions.hand_over_case(case=case, to=person, by=by),
            lambda by: actions.read_evidence(case=case, by=by),
            lambda by: actions.add_note(case=case, text="x", by=by),
            lambda by: resolve(case, by),
        ):
            with pytest.raises((NotAllowed, NotPossible)):
                refused(actor)
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == (CaseState.OPEN, None)


def test_evidence_is_read_only_by_who_has_the_case_and_each_reading_is_recorded(
    mine, moderator, second
):
    with pytest.raises(NotAllowed):
        actions.read_evidence(case=mine, by=second)
    read = actions.read_evidence(case=mine, by=moderator)
    assert [(one.reporter, one.words, one.evidence) for one in read] == [
        (
            "Planted Reporter",
            "planted-words of the reporter",
            "planted-evidence from the conversation",
        )
    ]
    actions.read_evidence(case=mine, by=moderator)
    readings = Event.objects.filter(verb="safety.case_evidence_read", object_id=str(mine.id))
    assert [reading.actor_id for reading in readings] == [moderator.id] * 2


def test_an_unrecorded_reading_does_not_happen(mine, moderator, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        actions.read_evidence(case=mine, by=moderator)


def test_handing_over_moves_all_of_it_and_putting_back_frees_it(mine, moderator, second):
    actions.add_note(case=mine, text="Called them", by=moderator)
    actions.hand_over_case(case=mine, to=second, by=moderator)
    actions.hand_over_case(case=mine, to=second, by=moderator)
    with pytest.raises(NotAllowed):
        actions.add_note(case=mine, text="x", by=moderator)
    assert [note.text for note in queries.notes_of(mine)] == ["Called them"]
    actions.hand_over_case(case=mine, to=None, by=second)
    mine.refresh_from_db()
    assert (mine.state, mine.assignee_id, mine.assigned_at) == (CaseState.OPEN, None, None)
    handed = Event.objects.filter(verb="safety.case_assigned").order_by("id")
    assert [event.details["to"] for event in handed] == [str(moderator.id), str(second.id), None]


def test_a_note_sent_twice_is_one_note(mine, moderator):
    note_id = uuid4()
    for _ in range(2):
        actions.add_note(case=mine, text="Once", note_id=note_id, by=moderator)
    actions.add_note(case=mine, text="Again", by=moderator)
    assert [note.text for note in queries.notes_of(mine)] == ["Once", "Again"]
    assert Event.objects.filter(verb="safety.case_noted").count() == 2


def test_a_note_cannot_take_the_id_of_anothers(mine, moderator, second):
    note = actions.add_note(case=mine, text="First", by=moderator)
    actions.hand_over_case(case=mine, to=second, by=moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_note(case=mine, text="Second", note_id=note.id, by=second)
    assert CaseNote.objects.count() == 1


def test_resolving_needs_the_case_a_way_and_a_reason(case, moderator):
    with pytest.raises(NotAllowed):
        resolve(case, moderator)
    actions.assign_case(case=case, by=moderator)
    with pytest.raises(Invalid):
        resolve(case, moderator, reason="  ")
    with pytest.raises(Invalid):
        resolve(case, moderator, resolution="shrug")
    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED


def test_resolving_twice_is_one_resolution_and_another_one_is_not_possible(mine, moderator):
    resolve(mine, moderator)
    recorded = Event.objects.count()
    ended = resolve(mine, moderator, reason="Another reason")
    assert (queries.reason_of(ended), Event.objects.count()) == ("They talked", recorded)
    for refused in (
        lambda: resolve(mine, moderator, resolution=Resolution.WARNED),
        lambda: actions.assign_case(case=mine, by=moderator),
        lambda: actions.hand_over_case(case=mine, to=None, by=moderator),
        lambda: actions.add_note(case=mine, text="x", by=moderator),
    ):
        with pytest.raises(NotPossible):
            refused()


@pytest.mark.parametrize(
    ("rule", "code"),
    [(Rule.MONEY, "misuse"), (Rule.HONESTY, "dishonest"), (Rule.SEXUAL, "harm")],
)
def test_suspended_is_said_once_two_decided_it(mine, reported, moderator, second, rule, code):
    with pytest.raises(NotPossible, match="decide it on this case first"):
        resolve(mine, moderator, resolution=Resolution.SUSPENDED)
    decide(mine, Kind.REMOVAL, moderator, rule=rule)
    with pytest.raises(NotPossible, match="still proposed"):
        resolve(mine, moderator)
    agree(mine, second)
    resolve(mine, moderator, resolution=Resolution.SUSPENDED)
    reported.refresh_from_db()
    assert reported.is_active is False
    assert Event.objects.get(verb="accounts.suspended").details == {"reason": code}


def test_warned_is_said_once_somebody_was(mine, moderator):
    with pytest.raises(NotPossible):
        resolve(mine, moderator, resolution=Resolution.WARNED)
    decide(mine, Kind.WARNING, moderator)
    assert resolve(mine, moderator, resolution=Resolution.WARNED).resolution == "warned"


@pytest.mark.parametrize("wrong", [Resolution.SUSPENDED, Resolution.WARNED, Resolution.NO_BREACH])
def test_nobody_is_punished_for_being_in_danger(programme, reporter, reported, moderator, wrong):
    case = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    actions.assign_case(case=case, by=moderator)
    with pytest.raises(Invalid) as refused:
        resolve(case, moderator, resolution=wrong)
    assert list(refused.value.fields) == ["resolution"]
    resolve(case, moderator, resolution=Resolution.SAFE)
    with (
        pytest.raises(IntegrityError, match="case_resolution_fits_its_nature"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.pk).update(resolution=wrong)
    reported.refresh_from_db()
    assert reported.is_active is True


def test_a_suspension_that_is_not_allowed_leaves_the_case_open(programme, reporter, moderator):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    case = make_report(programme, manager, reporter)
    actions.assign_case(case=case, by=moderator)
    with pytest.raises(HeartenError):
        resolve(case, moderator, resolution=Resolution.SUSPENDED)
    case.refresh_from_db()
    manager.refresh_from_db()
    assert (case.state, manager.is_active) == (CaseState.ASSIGNED, True)


def test_the_queue_is_urgent_first_then_the_oldest(programme, reporter, moderator):
    def someone():
        return people.make_account(programme=programme)

    plain = [make_report(programme, someone(), reporter) for _ in range(2)]
    urgent = [
        make_report(programme, someone(), reporter, reason=ReportReason.DANGER) for _ in range(2)
    ]
    assert list(queries.queue_of(moderator, programme)) == [*urgent, *plain]
    actions.assign_case(case=urgent[0], by=moderator)
    resolve(urgent[0], moderator)
    assert list(queries.queue_of(moderator, programme)) == [urgent[1], *plain]
    assert list(queries.resolved_of(moderator, programme)) == [urgent[0]]


def test_managers_count_cases_without_what_they_are_about(programme, reporter, moderator):
    cases = [
        make_report(programme, people.make_account(programme=programme), reporter, reason=reason)
        for reason in (ReportReason.OTHER, ReportReason.DANGER, ReportReason.DANGER)
    ]
    make_report(people.make_programme(), reporter, people.TESTS)
    actions.assign_case(case=cases[1], by=moderator)
    resolve(actions.assign_case(case=cases[2], by=moderator), moderator)
    counts = queries.CaseCounts(waiting=1, urgent=0, assigned=1)
    assert queries.case_counts(programme) == counts


NOW = timezone.now()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "assigned"},
        {"state": "open", "resolution": "talked"},
        {"state": "open", "assigned_at": NOW},
        {"state": "resolved", "resolved_at": NOW, "resolution": "talked"},
        {"state": "asleep"},
    ],
)
def test_the_database_refuses_a_case_that_is_not_whole(programme, reported, fields):
    with pytest.raises(IntegrityError, match="case_state_whole"):
        Case.objects.create(programme=programme, about=reported, **fields)


def test_the_database_refuses_an_unknown_way_to_end(mine, moderator):
    resolve(mine, moderator)
    with (
        pytest.raises(IntegrityError, match="case_resolution_fits_its_nature"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=mine.pk).update(resolution="shrug")


def test_the_database_refuses_a_second_open_case_and_a_judge_in_their_own(case, reported):
    with pytest.raises(IntegrityError, match="case_one_open"), transaction.atomic():
        Case.objects.create(programme=case.programme, about=reported)
    with pytest.raises(IntegrityError, match="case_not_by_whom"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="assigned", assignee=reported, assigned_at=NOW)


def test_the_database_refuses_a_second_same_report_and_an_unknown_reason(case, reporter):
    first = case.reports.get()
    same = {"subject_kind": first.subject_kind, "subject_id": first.subject_id}
    with pytest.raises(IntegrityError, match="report_once"), transaction.atomic():
        Report.objects.create(case=case, reporter=reporter, reason="other", **same)
    with pytest.raises(IntegrityError, match="report_reason_known"), transaction.atomic():
        Report.objects.create(
            case=case, reporter=reporter, reason="dislike", subject_kind="x", subject_id="y"
        )


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_one_has_it_and_the_other_knows(
    programme, reporter, reported, moderator, second
):
    case = make_report(programme, reported, reporter)
    results = at_once(
        lambda: actions.assign_case(case=case, by=moderator),
        lambda: actions.assign_case(case=case, by=second),
    )
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Case", "NotPossible"]
    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED
    refused = next(result for result in results if isinstance(result, NotPossible))
    assert case.assignee.pseudonym in refused.message
    assert Event.objects.filter(verb="safety.case_assigned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_reports_at_once_open_one_case(programme, reported):
    reporters = [people.make_account(programme=programme) for _ in range(4)]
    results = at_once(
        *(lambda by=by: make_report(programme, reported, by) for by in reporters),
        *(lambda: make_report(programme, reported, reporters[0], subject_id="same"),) * 2,
    )
    assert {type(result).__name__ for result in results} == {"Case"}
    assert (Case.objects.count(), Report.objects.count()) == (1, 5)
