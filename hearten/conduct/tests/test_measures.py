"""Measures: by one for what takes little, by two for the rest, and what each does to the person."""

from datetime import timedelta

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import RestoreReason, Role
from hearten.accounts.tests import factories as people
from hearten.audit import actions as audit
from hearten.audit.models import Event
from hearten.conduct import actions, queries
from hearten.conduct.actions import Wish
from hearten.conduct.models import Measure, Rule
from hearten.conduct.rules import PROVISIONAL, Kind
from hearten.conduct.tests.factories import CALENDAR, GROUND, REASON, Scene
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError, Invalid, NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once

pytestmark = pytest.mark.django_db
LIGHT = [Kind.REMINDER, Kind.WARNING, Kind.RESTRICTION]
GRAVE = [Kind.PAUSE, Kind.REMOVAL]


def recorded(verb):
    return Event.objects.filter(verb=f"conduct.{verb}").count()


@pytest.mark.parametrize("kind", LIGHT)
def test_what_takes_little_stands_at_once(scene, kind):
    made = scene.impose(kind)
    assert (made.state, made.basis, made.confirmed_by_id) == ("standing", "light", None)
    assert scene.person_again().is_active
    assert queries.reason_of(made) == REASON
    assert recorded("measure_imposed") == 1


@pytest.mark.parametrize("kind", GRAVE)
def test_a_pause_or_removal_does_nothing_before_a_second_agrees(scene, kind):
    made = scene.impose(kind)
    assert (made.state, made.began_at) == ("proposed", None)
    assert scene.person_again().is_active
    assert queries.decisions_of(scene.person) == []
    scene.known.opened.add(scene.second.id)
    stands = actions.confirm(measure=made, by=scene.second)
    assert (stands.state, stands.confirmed_by_id, stands.suspends) == (
        "standing",
        scene.second.id,
        True,
    )
    assert not scene.person_again().is_active
    assert [one.kind for one in queries.decisions_of(scene.person)] == [kind]


@pytest.mark.parametrize("kind", GRAVE)
@pytest.mark.parametrize(
    ("known", "gravity", "basis"),
    [
        ({"voices": 1}, 2, None),
        ({"voices": 1}, 3, "evidence"),
        ({"voices": 2}, 1, "voices"),
        ({"voices": 2, "opened": set()}, 3, None),
    ],
)
def test_what_it_rests_on_is_asked_of_its_ground(scene, kind, known, gravity, basis):
    footing = scene.ground(scene.first, **known)
    if basis is None:
        with pytest.raises(NotPossible):
            scene.impose(kind, footing=footing, gravity=gravity)
        assert Measure.objects.count() == 0
    else:
        assert scene.impose(kind, footing=footing, gravity=gravity).basis == basis


def test_an_earlier_measure_counts_when_it_was_about_something_else(scene):
    scene.impose(Kind.WARNING)
    with pytest.raises(NotPossible, match="One report is not enough"):
        scene.impose(Kind.PAUSE, gravity=1)
    later = scene.ground(scene.first)
    assert scene.impose(Kind.PAUSE, gravity=1, footing=later).basis == "earlier"


def test_what_was_decided_in_another_programme_does_not_count_here(scene):
    made = scene.impose(Kind.WARNING)
    Measure.objects.filter(pk=made.pk).update(programme=people.make_programme())
    with pytest.raises(NotPossible):
        scene.impose(Kind.PAUSE, gravity=1, footing=scene.ground(scene.first))


@pytest.mark.parametrize("undone", ["lifted", "only a reminder"])
def test_what_was_taken_back_or_only_a_reminder_is_no_earlier_measure(scene, undone):
    if undone == "lifted":
        actions.lift(measure=scene.impose(Kind.WARNING), by=scene.first)
    else:
        scene.impose(Kind.REMINDER)
    with pytest.raises(NotPossible):
        scene.impose(Kind.PAUSE, gravity=1, footing=scene.ground(scene.first))


def test_only_the_moderator_who_works_the_ground_decides(scene):
    outsider = people.make_account(programme=scene.programme)
    for person in (scene.second, scene.manager(), outsider, scene.person, scene.reporter):
        with pytest.raises(NotAllowed):
            scene.impose(Kind.WARNING, by=person)
    assert Measure.objects.count() == 0


def test_who_has_a_part_in_it_decides_nothing(scene):
    scene.known.parties.add(scene.first.id)
    with pytest.raises(NotAllowed):
        scene.impose(Kind.WARNING)


def test_the_second_person_has_read_it_and_is_somebody_else(scene):
    made = scene.impose(Kind.PAUSE)
    third = scene.moderator()
    scene.known.parties.add(third.id)
    for person in (scene.first, third, scene.person, scene.manager()):
        with pytest.raises(NotAllowed):
            actions.confirm(measure=made, by=person)
    seen = {
        one.id: list(queries.proposals_visible_to(one, scene.programme)) == [made]
        for one in (scene.first, scene.second, third)
    }
    assert seen == {scene.first.id: True, scene.second.id: True, third.id: False}
    with pytest.raises(NotPossible, match="read what was reported first"):
        actions.confirm(measure=made, by=scene.second)
    assert scene.person_again().is_active


def test_a_manager_stands_in_where_there_is_no_other_moderator(scene):
    made = scene.impose(Kind.PAUSE)
    manager = scene.manager()
    accounts.end_role(
        account=scene.second, programme=scene.programme, role=Role.MODERATOR, by=people.TESTS
    )
    assert [one.id for one in queries.judges_of(made)] == [manager.id]
    assert actions.confirm(measure=made, by=manager).state == "standing"


def test_nobody_is_left_to_agree_where_everybody_has_a_part(scene):
    made = scene.impose(Kind.PAUSE)
    scene.known.parties.update({scene.second.id})
    assert queries.judges_of(made) == []


def test_everything_done_twice_is_done_once(scene):
    made = scene.impose(Kind.PAUSE)
    again = scene.impose(Kind.PAUSE, measure_id=made.id)
    assert (again.id, Measure.objects.count()) == (made.id, 1)
    scene.known.opened.add(scene.second.id)
    for _ in range(2):
        actions.confirm(measure=made, by=scene.second)
    for _ in range(2):
        actions.acknowledge(measure=made, by=scene.person)
    for _ in range(2):
        actions.lift(measure=made, by=scene.first)
    verbs = ["proposed", "confirmed", "acknowledged", "lifted"]
    assert [recorded(f"measure_{verb}") for verb in verbs] == [1] * 4


def test_what_a_second_person_declines_does_not_come_to_be(scene):
    made = scene.impose(Kind.REMOVAL)
    assert actions.decline(measure=made, by=scene.second).state == "declined"
    assert actions.decline(measure=made, by=scene.second).state == "declined"
    assert scene.person_again().is_active
    assert queries.decisions_of(scene.person) == []
    scene.known.opened.add(scene.second.id)
    with pytest.raises(NotPossible, match="decided already"):
        actions.confirm(measure=made, by=scene.second)


def test_whoever_proposed_it_may_take_it_back_until_it_stands(scene):
    assert actions.decline(measure=scene.impose(Kind.PAUSE), by=scene.first).state == "declined"
    stands = scene.stands(Kind.PAUSE)
    with pytest.raises(NotPossible):
        actions.decline(measure=stands, by=scene.first)


def test_one_proposal_at_a_time_and_nothing_twice(scene):
    scene.impose(Kind.PAUSE)
    with pytest.raises(NotPossible, match="proposed about this person already"):
        scene.impose(Kind.REMOVAL)
    scene.impose(Kind.RESTRICTION)
    with pytest.raises(NotPossible, match="stands already"):
        scene.impose(Kind.RESTRICTION)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "\u202e"}, "reason"),
        ({"days": 31}, "days"),
        ({"days": None}, "days"),
        ({"rule": "shrug"}, "rule"),
    ],
)
def test_what_cannot_be_taken_says_where(scene, fields, field):
    with pytest.raises(Invalid) as refused:
        scene.impose(Kind.RESTRICTION, **fields)
    assert list(refused.value.fields) == [field]


def test_danger_to_others_pauses_at_once_and_ends_by_itself(scene):
    made = scene.impose(Kind.PAUSE, urgent=True)
    assert (made.state, made.provisional_until) == ("proposed", made.proposed_at + PROVISIONAL)
    assert not scene.person_again().is_active
    [decision] = queries.decisions_of(scene.person)
    assert decision.provisional_until == made.provisional_until
    with clock.frozen(made.provisional_until - timedelta(seconds=1)):
        assert actions.end_what_is_over(by=CALENDAR) == 0
    assert not scene.person_again().is_active
    with clock.frozen(made.provisional_until):
        assert actions.end_what_is_over(by=CALENDAR) == 1
        assert actions.end_what_is_over(by=CALENDAR) == 0
    made.refresh_from_db()
    assert (made.state, scene.person_again().is_active) == ("declined", True)
    assert recorded("measure_lapsed") == 1


def test_what_began_at_once_stands_from_its_beginning_once_agreed(scene):
    made = scene.impose(Kind.PAUSE, urgent=True)
    scene.known.opened.add(scene.second.id)
    stands = actions.confirm(measure=made, by=scene.second)
    assert (stands.provisional_until, stands.until) == (None, made.began_at + timedelta(days=7))


def test_urgency_needs_the_same_grounds(scene):
    with pytest.raises(NotPossible):
        scene.impose(Kind.PAUSE, urgent=True, gravity=1)
    assert scene.person_again().is_active


@pytest.mark.parametrize("kind", [Kind.RESTRICTION, Kind.PAUSE])
def test_what_lasts_a_time_ends_by_its_stored_time(scene, kind):
    made = scene.stands(kind)
    with clock.frozen(made.until - timedelta(seconds=1)):
        assert actions.end_what_is_over(by=CALENDAR) == 0
    with clock.frozen(made.until):
        assert actions.end_what_is_over(by=CALENDAR) == 1
    made.refresh_from_db()
    assert (made.state, scene.person_again().is_active) == ("over", True)


def test_only_the_calendar_ends_by_time(scene):
    with pytest.raises(NotAllowed):
        actions.end_what_is_over(by=scene.first)


def test_a_removal_follows_a_pause_without_a_gap(scene):
    pause = scene.stands(Kind.PAUSE)
    removal = scene.stands(Kind.REMOVAL, footing=scene.ground(scene.first))
    pause.refresh_from_db()
    assert (pause.state, removal.suspends, scene.person_again().is_active) == ("over", True, False)
    actions.lift(measure=removal, by=scene.second)
    assert scene.person_again().is_active


def test_a_manager_who_lets_somebody_back_in_ends_what_kept_them_out(scene):
    pause = scene.stands(Kind.PAUSE)
    accounts.restore(account=scene.person, reason=RestoreReason.MISTAKE, by=scene.manager())
    pause.refresh_from_db()
    assert (pause.state, pause.suspends) == ("lifted", False)


def test_whom_somebody_else_suspended_before_does_not_come_back_by_a_measure(scene):
    accounts.suspend(account=scene.person, reason="own_wish", by=scene.manager())
    pause = scene.stands(Kind.PAUSE)
    assert pause.suspends is False
    with clock.frozen(pause.until):
        actions.end_what_is_over(by=CALENDAR)
    assert not scene.person_again().is_active


def test_taking_back_is_for_moderators_without_a_part(scene):
    made = scene.impose(Kind.WARNING)
    for person in (scene.person, scene.reporter, people.make_account(programme=scene.programme)):
        with pytest.raises(NotAllowed):
            actions.lift(measure=made, by=person)
    assert actions.lift(measure=made, by=scene.second).state == "lifted"
    with pytest.raises(NotPossible):
        actions.lift(measure=scene.impose(Kind.PAUSE), by=scene.first)


def test_nobody_else_says_that_the_person_has_read_it(scene):
    made = scene.impose(Kind.WARNING)
    for person in (scene.first, scene.second):
        with pytest.raises(NotAllowed):
            actions.acknowledge(measure=made, by=person)


def test_a_record_that_fails_undoes_the_decision(scene, monkeypatch):
    def broken(**_):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        scene.impose(Kind.WARNING)
    monkeypatch.undo()
    assert Measure.objects.count() == 0


def test_the_record_holds_codes_and_no_words(scene):
    scene.stands(Kind.PAUSE)
    details = [str(event.details) for event in Event.objects.filter(verb__startswith="conduct.")]
    assert len(details) == 2
    assert not any("planted" in one.lower() for one in details)


def test_what_the_person_reads_is_stored_sealed(scene):
    made = scene.impose(Kind.WARNING)
    assert b"planted" not in bytes(Measure.objects.get(pk=made.pk).sealed_reason)


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_confirm_once():
    scene = Scene()
    third = scene.moderator()
    made = scene.impose(Kind.PAUSE)
    scene.known.opened.update({scene.second.id, third.id})
    results = at_once(
        lambda: actions.confirm(measure=made, by=scene.second),
        lambda: actions.confirm(measure=made, by=third),
    )
    assert sorted(type(one).__name__ for one in results) == ["Measure", "NotPossible"]
    assert recorded("measure_confirmed") == 1


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_declining_at_once_is_one_of_the_two():
    scene = Scene()
    made = scene.impose(Kind.PAUSE)
    scene.known.opened.add(scene.second.id)
    results = at_once(
        lambda: actions.confirm(measure=made, by=scene.second),
        lambda: actions.decline(measure=made, by=scene.first),
    )
    assert sum(isinstance(one, HeartenError) for one in results) in (0, 1)
    made.refresh_from_db()
    assert scene.person_again().is_active is (made.state == "declined")


def test_a_ground_nobody_knows_judges_nobody(scene):
    from hearten.conduct.ports import Footing

    with pytest.raises(NotPossible):
        actions.impose(
            account=scene.person,
            programme=scene.programme,
            footing=Footing("unheard.of", "1"),
            wish=Wish(kind=Kind.WARNING, rule=Rule.RESPECT, reason="x"),
            by=scene.first,
        )
    assert GROUND.known  # the one the tests know is another
