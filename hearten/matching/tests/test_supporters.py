"""A supporter's room and boundaries, and a programme's times."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.actions import end_role
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import TESTS
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.matching import actions, queries
from hearten.matching.models import Boundary, MatchingSettings, RequestKind, SupporterSettings
from hearten.matching.tests.factories import (
    WEDNESDAY,
    ask,
    make_programme,
    manager_of,
    member_of,
    propose,
    supporter_of,
    sweep,
)
from hearten.matching.tests.scenes import TIMES

pytestmark = pytest.mark.django_db


def test_who_changed_nothing_has_the_usual_room() -> None:
    programme = make_programme()
    person = member_of(programme)
    stored = queries.supporter_settings_of(programme, person)
    assert (stored.capacity, stored.paused_since, stored.boundaries) == (3, None, [])
    assert not SupporterSettings.objects.exists()


def test_what_is_not_given_stays_as_it_was() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=5)
    save = {"supporter": supporter, "programme": programme, "by": supporter}
    actions.save_supporter_settings(boundaries=["no_money"], words="After six", **save)
    stored = actions.save_supporter_settings(paused=True, **save)
    assert (stored.capacity, stored.boundaries, stored.boundaries_words) == (
        5,
        ["no_money"],
        "After six",
    )
    assert stored.paused_since is not None


def test_a_pause_begins_once() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    save = {"supporter": supporter, "programme": programme, "by": supporter}
    with clock.frozen(WEDNESDAY):
        actions.save_supporter_settings(paused=True, **save)
    with clock.frozen(WEDNESDAY + timedelta(days=3)):
        stored = actions.save_supporter_settings(paused=True, capacity=1, **save)
    assert stored.paused_since == WEDNESDAY


def test_boundaries_are_kept_in_the_order_of_the_card_each_once() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    stored = actions.save_supporter_settings(
        supporter=supporter,
        programme=programme,
        boundaries=["not_for_emergencies", "here_only", "here_only"],
        by=supporter,
    )
    assert stored.boundaries == [Boundary.HERE_ONLY, Boundary.NOT_FOR_EMERGENCIES]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capacity": -1}, "capacity"),
        ({"capacity": 31}, "capacity"),
        ({"boundaries": ["flying"]}, "boundaries"),
        ({"words": "x" * 601}, "words"),
        ({"words": "a\x00"}, "words"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(
    wrong: dict[str, Any], field: str
) -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    before = SupporterSettings.objects.values().get()
    with pytest.raises(Invalid) as refused:
        actions.save_supporter_settings(
            supporter=supporter, programme=programme, by=supporter, **wrong
        )
    assert list(refused.value.fields) == [field]
    assert SupporterSettings.objects.values().get() == before


def test_the_record_says_what_changed_and_holds_no_words() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    stored = actions.save_supporter_settings(
        supporter=supporter, programme=programme, words="My own words", by=supporter
    )
    *_, event = events_about(stored)
    assert event.details == {"fields": ["boundaries_words"], "capacity": 3, "paused": False}


def test_a_change_asks_for_a_look_at_the_queue() -> None:
    programme = make_programme()
    supporter_of(programme, capacity=4)
    found = ProcrastinateJob.objects.filter(task_name="matching.match_waiting")
    assert [job.args for job in found] == [{"programme_id": str(programme.id)}]


def test_without_the_role_there_is_nothing_to_set() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    end_role(account=supporter, programme=programme, role=Role.SUPPORTER, by=TESTS)
    for person in (supporter, member_of(programme)):
        with pytest.raises(NotAllowed):
            actions.save_supporter_settings(
                supporter=person, programme=programme, capacity=1, by=person
            )


def test_nobody_sets_it_for_somebody_else() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    for by in (manager_of(programme), supporter_of(programme)):
        with pytest.raises(NotAllowed):
            actions.save_supporter_settings(
                supporter=supporter, programme=programme, capacity=9, by=by
            )


def test_more_room_brings_the_next_in_line() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=0)
    request = ask(member_of(programme), programme)
    assert sweep(programme) == []
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=1, by=supporter
    )
    assert [one.request for one in sweep(programme)] == [request]


def test_a_programme_s_own_times_hold_for_what_is_asked_from_now_on() -> None:
    programme = make_programme()
    supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        before = propose(member_of(programme), programme, RequestKind.NOW)
        actions.save_matching_settings(programme=programme, times=TIMES, by=manager_of(programme))
        after = propose(member_of(programme), programme, RequestKind.NOW)
    before.refresh_from_db()
    assert before.answer_by == WEDNESDAY + timedelta(minutes=5)
    assert after.answer_by == WEDNESDAY + timedelta(minutes=7)


def test_a_programme_s_most_questions_at_once_are_kept() -> None:
    programme = make_programme()
    supporter_of(programme, capacity=9)
    for _ in range(6):
        ask(member_of(programme), programme)
    actions.save_matching_settings(programme=programme, times=TIMES, by=manager_of(programme))
    assert len(sweep(programme)) == TIMES.open_proposals_most


@pytest.mark.parametrize(
    ("name", "value"),
    [("member_minutes_now", 0), ("supporter_minutes_weeks", 43_201), ("open_proposals_most", 11)],
)
def test_times_that_make_no_sense_are_refused_beside_their_field(name: str, value: int) -> None:
    programme = make_programme()
    fields = {one: getattr(TIMES, one) for one in TIMES.__dataclass_fields__} | {name: value}
    with pytest.raises(Invalid) as refused:
        actions.save_matching_settings(
            programme=programme, times=actions.Times(**fields), by=manager_of(programme)
        )
    assert list(refused.value.fields) == [name]
    assert not MatchingSettings.objects.filter(**{name: value}).exists()


def test_supporters_and_members_do_not_set_the_programme_s_times() -> None:
    programme = make_programme()
    for by in (supporter_of(programme), member_of(programme), manager_of(make_programme())):
        with pytest.raises(NotAllowed):
            actions.save_matching_settings(programme=programme, times=TIMES, by=by)
