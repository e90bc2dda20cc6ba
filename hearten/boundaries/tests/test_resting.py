"""Crisis work is added up from what is stored; who reached the cap rests; where nobody else is left, caps
yield, and that is kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account
from hearten.audit.models import Event
from hearten.boundaries import actions, queries
from hearten.boundaries.models import BoundarySettings, Pace, Rest, Yield
from hearten.boundaries.rules import Standing
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import READER, WEDNESDAY, Pairing, Talk
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.matching import actions as matching
from hearten.safety import actions as safety
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
Alert, AlertStep, Case, Finding = (
    apps.get_model(f"safety.{one}") for one in ("Alert", "AlertStep", "Case", "Finding")
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEXT_MONDAY = datetime(2025, 3, 10, tzinfo=WEDNESDAY.tzinfo)


def danger(pairing: Pairing, *, hours_ago: int, answered: bool = True, **fields: Any) -> None:
    """A text of possible risk, answered an hour later."""
    written = WEDNESDAY - hours_ago * HOUR
    usual = {
        "programme": pairing.programme,
        "author": pairing.member,
        "level": 2,
        "score": 0.5,
        "scorer": "test",
        "place": make.place_of(pairing),
        "subject_kind": "conversations.message",
        "subject_id": f"{pairing.pk}/{hours_ago}",
        "written_at": written,
        "answered_at": written + HOUR if answered else None,
    }
    Finding.objects.create(**(usual | fields))


def hard_days(talk: Talk, hours: int, back: int = 24) -> None:
    """So many hours of crisis work, the last of them ended `back` - hours hours ago."""
    talk.supporter(at=WEDNESDAY - 30 * HOUR)
    for n in range(hours):
        danger(talk.pairing, hours_ago=back - n)


def look(pairing: Pairing, at: datetime = WEDNESDAY) -> int:
    with clock.frozen(at):
        return actions.look_after_exposure(programme=pairing.programme, by=READER)


def resting(pairing: Pairing, at: datetime = WEDNESDAY) -> frozenset[Any]:
    with clock.frozen(at):
        return queries.resting(programme_id=pairing.programme.id)


def exposure(account: Account, programme: Programme, at: datetime = WEDNESDAY) -> queries.Exposure:
    with clock.frozen(at):
        return queries.exposure_now(account, programme)


def test_texts_of_danger_in_ones_talks_and_cases_one_has_add_up(talk: Talk) -> None:
    supporter, where = talk.pairing.supporter, talk.pairing.programme
    hard_days(talk, 2)
    danger(talk.pairing, hours_ago=10, level=1)
    danger(talk.pairing, hours_ago=11, author=supporter, level=3)
    danger(talk.pairing, hours_ago=12, place="conversation:another")
    assert exposure(supporter, where).work == 2 * HOUR
    case = make_report(where, about=make.matching.member_of(where), by=talk.pairing.member)
    Case.objects.filter(pk=case.pk).update(
        state="assigned", assignee=supporter, assigned_at=WEDNESDAY - 30 * timedelta(minutes=1)
    )
    assert exposure(supporter, where).work == 2.5 * HOUR
    assert exposure(talk.pairing.member, where).work == timedelta(0)


def test_everybody_at_once_is_the_same_as_one_by_one_and_costs_the_same(
    talk: Talk, django_assert_num_queries: Any
) -> None:
    where = talk.pairing.programme
    talks = [talk, *(Talk(make.paired(where)) for _n in range(3))]
    for number, one in enumerate(talks, start=1):
        hard_days(one, number)
    with django_assert_num_queries(6):  # paces, findings, pairs, cases, settings, people
        found = queries.exposures_of(where, WEDNESDAY)
    assert {one.account_id: one.work for one in found} == {
        one.pairing.supporter_id: exposure(one.pairing.supporter, where).work for one in talks
    }
    assert sorted(one.work for one in found) == [HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]


def test_below_four_fifths_nobody_is_told(talk: Talk) -> None:
    hard_days(talk, 4)
    assert look(talk.pairing) == 0
    assert Rest.objects.count() == 0


def test_near_the_cap_they_are_told_once_and_asked_as_before(talk: Talk) -> None:
    hard_days(talk, 5)
    assert [look(talk.pairing), look(talk.pairing)] == [1, 0]
    rest = Rest.objects.get()
    assert (rest.account, rest.capped_at, rest.until) == (talk.pairing.supporter, None, None)
    assert resting(talk.pairing) == frozenset()
    shown = exposure(talk.pairing.supporter, talk.pairing.programme)
    assert (shown.standing, shown.until) == (Standing.NEAR, None)


def test_at_the_cap_they_rest_until_the_week_is_over(talk: Talk) -> None:
    hard_days(talk, 6)
    assert [look(talk.pairing), look(talk.pairing)] == [1, 0]
    supporter = talk.pairing.supporter
    assert Rest.objects.get().until == NEXT_MONDAY
    assert resting(talk.pairing) == {supporter.id}
    assert resting(talk.pairing, NEXT_MONDAY) == frozenset()
    assert exposure(supporter, talk.pairing.programme).until == NEXT_MONDAY
    verbs = Event.objects.filter(verb__startswith="boundaries.rest").order_by("id")
    assert list(verbs.values_list("verb", "details")) == [
        ("boundaries.rest_advised", {"minutes": 360}),
        ("boundaries.rest_began", {"minutes": 360}),
    ]


def test_the_break_is_whole_also_when_the_week_ends_before(talk: Talk) -> None:
    hard_days(talk, 6)
    sunday = NEXT_MONDAY - 2 * HOUR
    look(talk.pairing, sunday)
    assert Rest.objects.get().until == sunday + DAY
    shown = exposure(talk.pairing.supporter, talk.pairing.programme, NEXT_MONDAY + HOUR)
    assert (shown.work, shown.standing) == (timedelta(0), Standing.CAPPED)


def test_the_programme_sets_cap_and_break(talk: Talk) -> None:
    where = talk.pairing.programme
    hard_days(talk, 2)
    caps = actions.Caps(crisis_hours=2, break_hours=7 * 24, days_on=3)
    actions.save_boundary_settings(programme=where, caps=caps, by=READER)
    look(talk.pairing)
    assert Rest.objects.get().until == WEDNESDAY + 7 * DAY


def test_whoever_rests_is_suggested_to_nobody_new_and_goes_on_with_whom_they_are(
    talk: Talk,
) -> None:
    pairing, where = talk.pairing, talk.pairing.programme
    hard_days(talk, 6)
    look(pairing)
    member = make.matching.member_of(where)
    with clock.frozen(WEDNESDAY):
        make.matching.ask(member, where)
        assert make.matching.sweep(where) == []
        [place] = apps.get_model("matching.Pairing").objects.filter(ended_at__isnull=True)
        assert place == pairing
    with clock.frozen(NEXT_MONDAY):
        [proposal] = make.matching.sweep(where)
        assert proposal.supporter == pairing.supporter


def test_a_question_that_was_open_goes_on_to_somebody_else(talk: Talk) -> None:
    where = talk.pairing.programme
    with clock.frozen(WEDNESDAY):
        proposal = make.matching.propose(make.matching.member_of(where), where)
    hard_days(talk, 6)
    look(talk.pairing)
    with clock.frozen(WEDNESDAY):
        matching.match_waiting(programme=where, by=READER)
    proposal.refresh_from_db()
    assert proposal.stage == "withdrawn"


def test_counting_is_the_systems_own(pairing: Pairing) -> None:
    for person in (pairing.supporter, make.matching.manager_of(pairing.programme)):
        with pytest.raises(NotAllowed):
            actions.look_after_exposure(programme=pairing.programme, by=person)
        with pytest.raises(NotAllowed):
            actions.keep_yielded(
                programme_id=pairing.programme.id, cause="step:1", people=[person.id], by=person
            )


# Calls


@pytest.fixture
def moderators(pairing: Pairing) -> list[Account]:
    return [
        make_account(name, programme=pairing.programme, roles=[Role.MODERATOR])
        for name in ("Calm Heron", "Quiet Finch")
    ]


def rest(*people: Account, programme: Programme) -> None:
    for one in people:
        Rest.objects.create(
            programme=programme,
            account=one,
            week=WEDNESDAY.date() - 2 * DAY,
            capped_at=WEDNESDAY - DAY,
            until=WEDNESDAY + DAY,
        )


def raise_alert(pairing: Pairing) -> None:
    with clock.frozen(WEDNESDAY):
        case = make_report(pairing.programme, about=pairing.member, by=READER, reason="danger")
        safety.raise_alert(case=case, by=READER)


def told(minutes: int = 0) -> list[str]:
    """Whom the newest step called."""
    with clock.frozen(WEDNESDAY + timedelta(minutes=minutes)):
        safety.take_due_steps(by=SystemActor("test escalation"))
    step = AlertStep.objects.filter(taken_at__isnull=False).order_by("number").last()
    assert step is not None
    return sorted(step.told.values_list("pseudonym", flat=True))


def test_whoever_rests_is_not_called_while_there_is_somebody_else(
    pairing: Pairing, moderators: list[Account]
) -> None:
    rest(moderators[0], programme=pairing.programme)
    raise_alert(pairing)
    assert [told(0), told(5), told(10)] == [["Quiet Finch"]] * 3
    assert Yield.objects.count() == 0


def test_when_nobody_answers_caps_yield_and_that_is_kept(
    pairing: Pairing, moderators: list[Account]
) -> None:
    rest(moderators[0], programme=pairing.programme)
    raise_alert(pairing)
    for minutes in (0, 5, 10):
        told(minutes)
    assert told(15) == ["Calm Heron", "Quiet Finch"]
    assert list(Yield.objects.values_list("account", flat=True)) == [moderators[0].id]
    with clock.frozen(WEDNESDAY + timedelta(minutes=15)):
        [kept] = queries.yields_of(pairing.programme)
    assert kept.people == 1
    assert Event.objects.filter(verb="boundaries.cap_yielded").count() == 1


def test_when_everybody_rests_everybody_is_called_at_once(
    pairing: Pairing, moderators: list[Account]
) -> None:
    rest(*moderators, programme=pairing.programme)
    raise_alert(pairing)
    assert told(0) == ["Calm Heron", "Quiet Finch"]
    assert Yield.objects.count() == 2


@pytest.mark.parametrize("broken", ["resting", "keep_yielded"])
def test_a_fault_here_never_keeps_anybody_from_being_called(
    pairing: Pairing, moderators: list[Account], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fails(**_given: object) -> frozenset[object]:
        raise RuntimeError("planted-fault")

    def resting_all(**_given: object) -> frozenset[object]:
        return frozenset(one.id for one in moderators)

    resting, keeps = (fails, fails) if broken == "resting" else (resting_all, fails)
    monkeypatch.setattr("hearten.safety.ports._resting", [resting])
    monkeypatch.setattr("hearten.safety.ports._yielded", [keeps])
    raise_alert(pairing)
    assert told(0) == ["Calm Heron", "Quiet Finch"]


def test_kept_once_however_often_it_is_told(pairing: Pairing) -> None:
    for _n in range(2):
        actions.keep_yielded(
            programme_id=pairing.programme.id,
            cause="step:1",
            people=[pairing.supporter_id],
            by=READER,
        )
    assert Yield.objects.count() == 1


# Settings


def test_only_managers_change_the_caps_and_the_same_again_is_nothing(pairing: Pairing) -> None:
    where = pairing.programme
    caps = actions.Caps(crisis_hours=8, break_hours=36, days_on=2)
    manager = make.matching.manager_of(where)
    for other in (pairing.supporter, pairing.member, make.supervisor_of(where)):
        with pytest.raises(NotAllowed):
            actions.save_boundary_settings(programme=where, caps=caps, by=other)
    for _n in range(2):
        actions.save_boundary_settings(programme=where, caps=caps, by=manager)
    assert list(BoundarySettings.objects.values_list("crisis_hours", "break_hours", "days_on")) == [
        (8, 36, 2)
    ]
    assert [one.details for one in Event.objects.filter(verb__contains="boundary_settings")] == [
        {"crisis_hours": 8, "break_hours": 36, "days_on": 2}
    ]


@pytest.mark.parametrize("field", ["crisis_hours", "break_hours", "days_on"])
@pytest.mark.parametrize("value", [0, 1000])
def test_caps_have_limits(pairing: Pairing, field: str, value: int) -> None:
    given = {"crisis_hours": 6, "break_hours": 24, "days_on": 3, field: value}
    with pytest.raises(Invalid) as refused:
        actions.save_boundary_settings(
            programme=pairing.programme, caps=actions.Caps(**given), by=READER
        )
    assert set(refused.value.fields) == {field}


def test_where_the_supporter_never_wrote_nothing_is_counted(talk: Talk) -> None:
    talk.member(at=WEDNESDAY)
    danger(talk.pairing, hours_ago=2)
    assert Pace.objects.get().supporter_at is None
    assert exposure(talk.pairing.supporter, talk.pairing.programme).work == timedelta(0)
