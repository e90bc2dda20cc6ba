"""Alerts: raised once with the case, moved on by stored times, to the right people, until claimed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.notifications.queries import DeliveryRead, deliveries_about
from hearten.rota import actions as rota
from hearten.safety import actions, jobs, queries
from hearten.safety.models import (
    Alert,
    AlertStep,
    Case,
    CaseState,
    ReportReason,
    Resolution,
)
from hearten.safety.tests.factories import make_report
from hearten.triage.rules import Signal, Verdict

pytestmark = pytest.mark.django_db
READER = SystemActor("test reader")
SYSTEM = SystemActor("test escalation")
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)  # a Wednesday
WEDNESDAY, THURSDAY = 2, 3


@pytest.fixture
def author(programme):
    return people.make_account("Planted Author", programme=programme)


@pytest.fixture
def danger(programme, author):
    def found(level=3, subject="m1", who=None):
        return actions.note_finding(
            programme=programme,
            author_id=(who or author).id,
            verdict=Verdict(level, 0.9, (Signal("plan", 0.9, 0, 5, ("so",), 3),), "en", "t.1"),
            text="planted-danger words",
            place="conversation:one",
            subject_kind="conversations.message",
            subject_id=subject,
            written_at=clock.now(),
            by=READER,
        )

    return found


def at(minutes: float):
    return clock.frozen(START + timedelta(minutes=minutes))


def steps() -> list[tuple[int, str, list[str]]]:
    """Every step that was taken: its number, whom it went to, by name."""
    return [
        (one.number, one.audience, sorted(one.told.values_list("pseudonym", flat=True)))
        for one in AlertStep.objects.filter(taken_at__isnull=False).order_by("number")
    ]


def deliveries() -> list[DeliveryRead]:
    return [one for alert in Alert.objects.all() for one in deliveries_about(alert.subject)]


def move_on() -> int:
    return actions.take_due_steps(by=SYSTEM)


def on_duty(programme, person, weekday=WEDNESDAY, starts=20, ends=23):
    rota.add_shift(
        programme=programme,
        account=person,
        weekday=weekday,
        starts=time(starts),
        ends=time(ends),
        zone="UTC",
        by=person,
    )


@pytest.fixture
def three(programme, moderator, second):
    """Calm Heron on duty now, Quiet Finch tomorrow, Third Owl never."""
    on_duty(programme, moderator)
    on_duty(programme, second, THURSDAY)
    return people.make_account("Third Owl", programme=programme, roles=[Role.MODERATOR])


def test_level_3_raises_one_alert_a_case_and_nothing_below_does(danger):
    with at(0):
        danger(1, "a"), danger(2, "b")
        assert Alert.objects.count() == 0
        danger(3, "c"), danger(3, "d")
        alert = Alert.objects.get()
    assert (alert.kind, alert.case, alert.minutes) == ("danger", Case.objects.get(), 5)
    assert [(one.number, one.due_at) for one in alert.steps.all()] == [(1, START)]


def test_the_alert_is_of_the_transaction_of_the_finding(danger, monkeypatch):
    def broken(**given):
        raise RuntimeError

    monkeypatch.setattr("hearten.safety.actions.alerts.audit.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        danger()
    assert (Alert.objects.count(), Case.objects.count()) == (0, 0)


def test_who_is_on_duty_then_who_is_next_then_everybody_again_and_again(danger, three):
    with at(0):
        danger()
        assert [move_on(), move_on()] == [1, 0]
    for minute in (4.9, 5, 9.9, 10, 15, 20):
        with at(minute):
            move_on()
    everyone = ["Calm Heron", "Quiet Finch", "Third Owl"]
    assert steps() == [
        (1, "duty", ["Calm Heron"]),
        (2, "next", ["Quiet Finch"]),
        (3, "everyone", everyone),
        (4, "everyone", everyone),
        (5, "everyone", everyone),
    ]
    due = AlertStep.objects.get(taken_at__isnull=True)
    assert (due.number, due.due_at) == (6, START + timedelta(minutes=25))


def test_a_gap_in_the_rota_costs_no_time(danger, moderator, second):
    with at(0):
        danger()
        move_on()
    assert steps() == [(1, "everyone", ["Calm Heron", "Quiet Finch"])]


def test_nobody_next_is_everybody(danger, programme, moderator, second):
    on_duty(programme, moderator)
    with at(0):
        danger()
        move_on()
    with at(5):
        move_on()
    assert steps()[1] == (2, "everyone", ["Calm Heron", "Quiet Finch"])


def test_the_minutes_are_the_programmes(danger, programme, three):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    rota.save_escalation(
        programme=programme, minutes=2, drill_weekday=0, drill_at=time(9), zone="UTC", by=manager
    )
    with at(0):
        danger()
        move_on()
    with at(2):
        assert move_on() == 1


def test_only_active_moderators_of_this_programme_without_a_part_in_it_are_called(
    danger, programme, moderator, second
):
    for role in (Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MANAGER):
        people.make_account(programme=programme, roles=[role])
    people.make_account(programme=people.make_programme(), roles=[Role.MODERATOR])
    gone = people.make_account(programme=programme, roles=[Role.MODERATOR])
    accounts.suspend(account=gone, reason=SuspendReason.SAFETY, by=people.TESTS)
    former = people.make_account(programme=programme, roles=[Role.MODERATOR])
    accounts.end_role(account=former, programme=programme, role=Role.MODERATOR, by=people.TESTS)
    with at(0):
        danger(who=moderator)  # a moderator in danger themselves
        for minute in (0, 5, 10, 15):
            with at(minute):
                move_on()
    assert steps() == [(number, "everyone", ["Quiet Finch"]) for number in (1, 2, 3, 4)]
    assert {one.account_id for one in deliveries()} == {second.id}


def test_a_moderator_who_reported_the_person_is_not_called(
    danger, programme, author, moderator, second
):
    with at(0):
        make_report(programme, author, second, reason=ReportReason.DANGER)
        danger()
        move_on()
    assert steps() == [(1, "everyone", ["Calm Heron"])]


def test_with_nobody_to_tell_the_alert_stays_open_and_the_log_says_so(danger, caplog):
    with at(0):
        danger()
        move_on()
    assert steps() == [(1, "everyone", [])]
    assert AlertStep.objects.filter(taken_at__isnull=True).count() == 1
    assert "nobody to tell" in caplog.text


def test_late_steps_give_the_next_people_their_minutes(danger, three):
    with at(0):
        danger()
    with at(60):  # everything was down for an hour
        assert [move_on(), move_on()] == [1, 0]
    with at(65):
        assert move_on() == 1


def test_taking_the_case_claims_the_alert_and_nothing_is_owed(danger, three, moderator):
    with at(0):
        case = danger().case
        move_on()
    with at(1):
        actions.assign_case(case=case, by=moderator)
    alert = Alert.objects.get()
    assert (alert.claimed_by, alert.closed_at) == (moderator, START + timedelta(minutes=1))
    assert AlertStep.objects.filter(taken_at__isnull=True).count() == 0
    with at(30):
        assert move_on() == 0


def test_i_have_it_takes_the_case_and_answers_what_was_found(danger, three, second):
    with at(0):
        finding = danger()
        move_on()
    with at(1):
        actions.claim_alert(alert=Alert.objects.get(), by=second)
        actions.claim_alert(alert=Alert.objects.get(), by=second)
    case = Case.objects.get()
    finding.refresh_from_db()
    assert (case.assignee, case.state) == (second, CaseState.ASSIGNED)
    assert finding.answered_at is not None
    assert Event.objects.filter(verb="safety.alert_claimed").count() == 1


def test_the_second_to_press_is_told_who_was_first(danger, moderator, second):
    danger()
    alert = Alert.objects.get()
    actions.claim_alert(alert=alert, by=moderator)
    with pytest.raises(NotPossible, match="Calm Heron already has this case"):
        actions.claim_alert(alert=alert, by=second)


def test_who_has_a_part_in_it_cannot_claim_it(danger, programme, moderator):
    danger(who=moderator)
    alert = Alert.objects.get()
    outsiders = [
        people.make_account(programme=programme, roles=[Role.MANAGER]),
        people.make_account(programme=people.make_programme(), roles=[Role.MODERATOR]),
        moderator,
        SYSTEM,
    ]
    for person in outsiders:
        with pytest.raises(NotAllowed):
            actions.claim_alert(alert=alert, by=person)


def test_danger_again_while_somebody_has_just_taken_it_calls_nobody(danger, three, moderator):
    with at(0):
        actions.assign_case(case=danger(3, "a").case, by=moderator)
    with at(29):
        danger(3, "b")
    assert Alert.objects.filter(closed_at__isnull=True).count() == 0


def test_danger_again_later_calls_who_has_it_and_whoever_is_on_duty(
    danger, three, moderator, second
):
    with at(0):
        actions.assign_case(case=danger(3, "a").case, by=second)
    with at(31):
        danger(3, "b")
        move_on()
    assert steps() == [(1, "duty", ["Calm Heron", "Quiet Finch"])]
    with at(32):  # who has it sleeps: another takes it over
        actions.claim_alert(alert=Alert.objects.get(closed_at__isnull=True), by=moderator)
    assert Case.objects.get().assignee == moderator


def test_who_has_it_answers_the_new_alert_by_taking_it_again(danger, three, second):
    with at(0):
        actions.assign_case(case=danger(3, "a").case, by=second)
    with at(31):
        again = danger(3, "b")
        actions.assign_case(case=again.case, by=second)
    again.refresh_from_db()
    assert again.answered_at == START + timedelta(minutes=31)
    assert Alert.objects.filter(closed_at__isnull=True).count() == 0


@pytest.mark.parametrize("how", ["put back", "suspended", "role ended", "reported it"])
def test_a_case_nobody_has_any_more_calls_again(danger, programme, author, moderator, second, how):
    case = danger().case
    actions.assign_case(case=case, by=moderator)
    assert (queries.deserted_cases(clock.shared_now()), actions.raise_for_deserted(by=SYSTEM)) == (
        [],
        0,
    )
    if how == "put back":
        actions.hand_over_case(case=case, to=None, by=moderator)
    elif how == "suspended":
        accounts.suspend(account=moderator, reason=SuspendReason.HARM, by=people.TESTS)
    elif how == "role ended":
        accounts.end_role(
            account=moderator, programme=programme, role=Role.MODERATOR, by=people.TESTS
        )
    else:
        make_report(programme, author, moderator, reason=ReportReason.DANGER)  # calls by itself
    raised = [actions.raise_for_deserted(by=SYSTEM) for _ in range(2)]
    assert raised == ([0, 0] if how == "reported it" else [1, 0])
    assert Alert.objects.filter(closed_at__isnull=True).count() == 1


def test_resolving_ends_the_alert_and_a_resolved_case_calls_nobody(danger, moderator):
    with at(0):
        case = danger(3, "a").case
        actions.assign_case(case=case, by=moderator)
    with at(40):
        danger(3, "b")
        actions.resolve_case(case=case, resolution=Resolution.SAFE, reason="ok", by=moderator)
        assert Alert.objects.filter(closed_at__isnull=True).count() == 0
        assert actions.raise_for_deserted(by=SYSTEM) == 0


def test_deliveries_hold_no_words_and_no_names(danger, three):
    danger()
    move_on()
    with connection.cursor() as cursor:
        for table in ("notifications_delivery", "safety_alert", "safety_alertstep"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
            text = " ".join(row for (row,) in cursor.fetchall()).lower()
            assert "planted" not in text
            assert "heron" not in text


def test_people_move_no_alerts_on(moderator, programme, danger):
    case = danger().case
    for act in (
        lambda: actions.take_due_steps(by=moderator),
        lambda: actions.raise_alert(case=case, by=moderator),
        lambda: actions.raise_for_deserted(by=moderator),
        lambda: actions.start_due_drills(by=moderator),
        lambda: actions.start_drill(programme=programme, by=moderator),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_one_alert_that_cannot_be_moved_on_keeps_no_other_waiting(
    danger, programme, moderator, monkeypatch
):
    danger(subject="a")
    danger(subject="b", who=people.make_account(programme=programme))
    first = AlertStep.objects.order_by("due_at", "id")[0]
    real = queries.standing_of

    def broken(step, at):
        if step.pk == first.pk:
            raise ObjectDoesNotExist
        return real(step, at)

    monkeypatch.setattr("hearten.safety.actions.alerts.queries.standing_of", broken)
    with pytest.raises(ObjectDoesNotExist):
        move_on()
    assert len(steps()) == 1
    monkeypatch.undo()
    assert move_on() == 1


def test_a_drill_runs_the_whole_chain_and_ends_by_itself(programme, three, moderator, second):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    with at(0):
        drill = actions.start_drill(programme=programme, by=manager)
        assert actions.start_drill(programme=programme, by=manager) == drill
        move_on()
        actions.claim_alert(alert=drill, by=moderator)
        actions.claim_alert(alert=drill, by=moderator)
    for minute in (5, 10.05, 15, 20):
        with at(minute):
            move_on()
    drill.refresh_from_db()
    assert [audience for _n, audience, _people in steps()] == ["duty", "next", "everyone"]
    assert (drill.case, drill.claimed_by) == (None, None)
    assert drill.closed_at == START + timedelta(minutes=10.05)
    assert drill.steps.filter(taken_at__isnull=True).count() == 0
    assert {one.words for one in deliveries()} == {"drill"}
    report = queries.report_of(drill)
    assert [(one.number, one.late) for one in report] == [
        (1, timedelta(0)),
        (2, timedelta(0)),
        (3, timedelta(seconds=3)),
    ]
    [first] = report[0].people
    assert (first.name, first.answered_after) == ("Calm Heron", timedelta(0))
    assert [(way.kind, way.state) for way in first.ways] == [("in_app", "sent")]


def test_the_weekly_drill_begins_once_at_its_time_and_never_hours_later(programme, moderator):
    eleven = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    begun = []
    for hours in (-0.1, 0, 1, 5, 7, 24 * 7 - 1, 24 * 7 + 7, 24 * 14 + 2):
        with clock.frozen(eleven + timedelta(hours=hours)):
            begun.append(actions.start_due_drills(by=SYSTEM))
            move_on()
    assert begun == [0, 1, 0, 0, 0, 0, 0, 1]


def test_who_is_called_sees_it_until_it_is_claimed(danger, programme, three, moderator, second):
    with at(0):
        danger()
        move_on()
        now = clock.now()
        assert queries.calling(moderator, programme, now) == Alert.objects.get()
        assert queries.calling(second, programme, now) is None
        actions.claim_alert(alert=Alert.objects.get(), by=second)
        assert queries.calling(moderator, programme, now) is None


def test_the_one_it_is_about_sees_no_alert(danger, programme, moderator, second):
    danger(who=moderator)
    move_on()
    assert list(queries.alerts_visible_to(moderator, programme)) == []
    assert list(queries.open_alerts(second, programme)) == [Alert.objects.get()]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"case": None}, "alert_of_danger_has_a_case"),
        ({"closed_at": START + timedelta(hours=1)}, "alert_of_danger_ends_with_a_person"),
        ({"minutes": 0}, "alert_minutes_sane"),
        ({"minutes": 61}, "alert_minutes_sane"),
    ],
)
def test_the_database_refuses(danger, moderator, change, name):
    with at(0):
        danger()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Alert.objects.update(**change)


def test_the_database_refuses_a_second_open_alert_and_a_second_owed_step(danger):
    danger()
    alert = Alert.objects.get()
    same = {"programme": alert.programme, "minutes": 5, "raised_at": START}
    with pytest.raises(IntegrityError, match="alert_one_open_a_case"), transaction.atomic():
        Alert.objects.create(kind="danger", case=alert.case, **same)
    with pytest.raises(IntegrityError, match="alert_owes_one_step"), transaction.atomic():
        AlertStep.objects.create(alert=alert, number=2, due_at=START)
    with pytest.raises(IntegrityError, match="alert_step_once"), transaction.atomic():
        AlertStep.objects.create(
            alert=alert, number=1, due_at=START, taken_at=START, audience="duty"
        )
    with pytest.raises(IntegrityError, match="alert_step_taken_whole"), transaction.atomic():
        AlertStep.objects.update(audience="duty")


@pytest.mark.django_db(transaction=True)
def test_two_press_at_the_same_moment_and_one_has_it(danger, moderator, second):
    danger()
    alert = Alert.objects.get()
    answers = at_once(
        lambda: actions.claim_alert(alert=alert, by=moderator),
        lambda: actions.claim_alert(alert=alert, by=second),
    )
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "NotPossible"]
    assert Event.objects.filter(verb="safety.alert_claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_take_a_step_once(danger, moderator, second):
    danger()
    taken = at_once(move_on, move_on, move_on)
    assert sum(taken) == 1
    assert len(deliveries()) == 2


@pytest.mark.django_db(transaction=True)
def test_claimed_while_a_step_is_taken_leaves_nothing_owed(danger, moderator, second):
    case = danger().case
    at_once(move_on, lambda: actions.assign_case(case=case, by=moderator))
    assert Alert.objects.filter(closed_at__isnull=True).count() == 0
    assert AlertStep.objects.filter(taken_at__isnull=True).count() == 0


def test_the_watchdog_takes_what_is_overdue_and_leaves_the_rest_to_the_jobs(danger, moderator):
    with at(0):
        danger()
    for seconds, taken in ((1.9, 0), (2, 1)):
        with at(seconds / 60):
            jobs.take_overdue_steps()
            assert len(steps()) == taken
    record = Event.objects.get(verb="safety.alert_step_taken")
    assert record.actor_name == "watchdog"


def test_the_jobs_do_all_of_it(danger, programme, moderator, second):
    case = danger().case
    jobs.take_steps()
    actions.assign_case(case=case, by=moderator)
    actions.hand_over_case(case=case, to=None, by=moderator)
    jobs.look_after_alerts(0)
    jobs.take_steps_again(0)
    assert [audience for _n, audience, _p in steps() if _p] == ["everyone", "everyone"]
