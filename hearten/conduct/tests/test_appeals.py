"""Another look: once, by somebody who decided nothing before, never harder, with a promise."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.conduct import actions, queries
from hearten.conduct.actions import Lighter
from hearten.conduct.models import Appeal, Outcome
from hearten.conduct.ports import Footing
from hearten.conduct.rules import APPEAL_AFTER_END, Kind, Scope
from hearten.conduct.tests.factories import CALENDAR
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
WORDS = "planted-appeal: I asked once and stopped"


@pytest.fixture
def third(scene):
    return scene.moderator("Still Water")


def appealed(scene, measure):
    return actions.appeal(measure=measure, words=WORDS, by=scene.person)


def decide(appeal, by, outcome=Outcome.UPHELD, **more):
    return actions.decide_appeal(
        appeal=appeal, outcome=outcome, answer="planted-answer: we read it again", by=by, **more
    )


def test_a_suspended_person_asks_once_and_is_promised_a_day(scene, third):
    measure = scene.stands(Kind.PAUSE)
    made = appealed(scene, measure)
    assert made.decide_by == made.made_at + timedelta(days=7)
    assert appealed(scene, measure).id == made.id
    assert queries.words_of(made) == WORDS
    [decision] = queries.decisions_of(scene.person)
    assert (decision.appeal.words, decision.can_appeal) == (WORDS, False)
    assert Event.objects.filter(verb="conduct.appeal_made").count() == 1


def test_what_was_promised_stays_promised(scene):
    manager = scene.manager()
    actions.save_conduct_settings(programme=scene.programme, appeal_days=3, by=manager)
    made = appealed(scene, scene.impose(Kind.WARNING))
    actions.save_conduct_settings(programme=scene.programme, appeal_days=30, by=manager)
    made.refresh_from_db()
    assert made.decide_by == made.made_at + timedelta(days=3)


@pytest.mark.parametrize("days", [0, 31])
def test_a_promise_is_within_reason(scene, days):
    with pytest.raises(Invalid):
        actions.save_conduct_settings(
            programme=scene.programme, appeal_days=days, by=scene.manager()
        )
    with pytest.raises(NotAllowed):
        actions.save_conduct_settings(programme=scene.programme, appeal_days=5, by=scene.first)


def test_nobody_appeals_for_another_and_nobody_what_only_was_proposed(scene):
    measure = scene.impose(Kind.PAUSE, urgent=True)
    with pytest.raises(NotPossible):
        appealed(scene, measure)
    warning = scene.impose(Kind.WARNING)
    for person in (scene.first, scene.reporter):
        with pytest.raises(NotAllowed):
            actions.appeal(measure=warning, words=WORDS, by=person)


def test_what_is_over_can_be_appealed_for_a_while(scene):
    measure = scene.impose(Kind.RESTRICTION)
    with clock.frozen(measure.until):
        actions.end_what_is_over(by=CALENDAR)
    with (
        clock.frozen(measure.until + APPEAL_AFTER_END + timedelta(seconds=1)),
        pytest.raises(NotPossible, match="too late"),
    ):
        appealed(scene, measure)
    with clock.frozen(measure.until + APPEAL_AFTER_END):
        assert appealed(scene, measure).outcome == ""


def test_who_decided_before_or_has_a_part_decides_no_appeal(scene, third):
    appeal = appealed(scene, scene.stands(Kind.PAUSE))
    party = scene.moderator()
    scene.known.parties.add(party.id)
    for person in (scene.first, scene.second, party, scene.person, scene.manager()):
        with pytest.raises(NotAllowed):
            decide(appeal, person)
    assert decide(appeal, third).decided_by_id == third.id


def test_a_manager_decides_where_there_is_no_other_moderator(scene):
    appeal = appealed(scene, scene.stands(Kind.PAUSE))
    manager = scene.manager()
    assert [one.id for one in queries.judges_of(appeal.measure)] == [manager.id]
    assert decide(appeal, manager, Outcome.LIFTED).outcome == "lifted"
    assert scene.person_again().is_active


@pytest.mark.parametrize("who", ["first", "second", "person"])
def test_the_database_refuses_a_judge_who_decided_before(scene, who):
    appeal = appealed(scene, scene.stands(Kind.PAUSE))
    judge = getattr(scene, who)
    with pytest.raises(IntegrityError, match="decided nothing before"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(
            outcome="upheld",
            decided_by=judge,
            decided_at=clock.now(),
            sealed_reason=b"x",
        )


@pytest.mark.parametrize("kind", [Kind.WARNING, Kind.RESTRICTION, Kind.PAUSE, Kind.REMOVAL])
def test_lifting_takes_it_back_and_lets_the_person_in(scene, third, kind):
    measure = scene.stands(kind)
    decide(appealed(scene, measure), third, Outcome.LIFTED)
    measure.refresh_from_db()
    assert (measure.state, scene.person_again().is_active) == ("lifted", True)
    assert queries.hold_on(scene.person.id) is None
    assert queries.earlier_measures(scene.person, scene.programme, besides=Footing("", "")) == []
    [decision] = queries.decisions_of(scene.person)
    assert decision.appeal.answer == "planted-answer: we read it again"


def test_upholding_changes_nothing_but_tells_why(scene, third):
    measure = scene.stands(Kind.PAUSE)
    for _ in range(2):
        decide(appealed(scene, measure), third)
    measure.refresh_from_db()
    assert (measure.state, scene.person_again().is_active) == ("standing", False)
    assert Event.objects.filter(verb="conduct.appeal_decided").count() == 1
    with pytest.raises(NotPossible, match="decided already"):
        decide(measure.appeal, third, Outcome.LIFTED)


@pytest.mark.parametrize(
    ("kind", "lighter", "active", "hold"),
    [
        (Kind.REMOVAL, Lighter(kind=Kind.PAUSE, days=20), False, None),
        (Kind.REMOVAL, Lighter(kind=Kind.WARNING), True, Scope.WRITING),
        (Kind.PAUSE, Lighter(kind=Kind.PAUSE, days=1), False, None),
        (Kind.PAUSE, Lighter(kind=Kind.RESTRICTION, scope="new", days=9), True, Scope.NEW),
        (Kind.RESTRICTION, Lighter(kind=Kind.REMINDER), True, None),
    ],
)
def test_it_becomes_lighter(scene, third, kind, lighter, active, hold):
    measure = scene.stands(kind)
    decide(appealed(scene, measure), third, Outcome.CHANGED, lighter=lighter)
    measure.refresh_from_db()
    assert (measure.state, measure.kind, measure.days) == ("standing", lighter.kind, lighter.days)
    assert scene.person_again().is_active is active
    found = queries.hold_on(scene.person.id)
    assert (found.scope if found else None) == hold


@pytest.mark.parametrize(
    "lighter",
    [
        None,
        Lighter(kind=Kind.REMOVAL),
        Lighter(kind=Kind.PAUSE, days=7),
        Lighter(kind=Kind.PAUSE, days=8),
        Lighter(kind=Kind.WARNING, days=3),
        Lighter(kind=Kind.RESTRICTION, days=3),
    ],
)
def test_an_appeal_never_makes_it_harder(scene, third, lighter):
    measure = scene.stands(Kind.PAUSE)
    appeal = appealed(scene, measure)
    with clock.frozen(measure.began_at), pytest.raises(Invalid):
        decide(appeal, third, Outcome.CHANGED, lighter=lighter)
    appeal.refresh_from_db()
    assert appeal.outcome == ""


def test_a_pause_that_became_shorter_ends_then(scene, third):
    measure = scene.stands(Kind.PAUSE)
    decide(
        appealed(scene, measure), third, Outcome.CHANGED, lighter=Lighter(kind=Kind.PAUSE, days=1)
    )
    measure.refresh_from_db()
    with clock.frozen(measure.until):
        actions.end_what_is_over(by=CALENDAR)
    assert scene.person_again().is_active


def test_overdue_appeals_rise_to_the_top(scene, third):
    late = appealed(scene, scene.impose(Kind.WARNING))
    other = people.make_account(programme=scene.programme)
    proposal = actions.impose(
        account=other,
        programme=scene.programme,
        footing=scene.ground(scene.first),
        wish=actions.Wish(kind=Kind.REMOVAL, rule="respect", reason="x", gravity=3),
        by=scene.first,
    )
    with clock.frozen(late.decide_by - timedelta(seconds=1)):
        shown = queries.waiting_for(third, scene.programme)
        assert [(one.id, one.overdue) for one in shown] == [(late.id, False), (proposal.id, False)]
        assert queries.review_counts(third, scene.programme).overdue == 0
    with clock.frozen(late.decide_by + timedelta(seconds=1)):
        shown = queries.waiting_for(third, scene.programme)
        assert [(one.id, one.overdue) for one in shown] == [(late.id, True), (proposal.id, False)]
        assert queries.review_counts(third, scene.programme).overdue == 1
        [decision] = queries.decisions_of(scene.person)
        assert decision.appeal.late


def test_who_may_see_what_waits(scene, third):
    appealed(scene, scene.stands(Kind.PAUSE))
    outsider = people.make_account(roles=[Role.MODERATOR])
    member = people.make_account(programme=scene.programme)
    for person in (outsider, member, scene.reporter, scene.person):
        assert queries.waiting_for(person, scene.programme) == []
    mine = {one: queries.waiting_for(one, scene.programme)[0].mine for one in (scene.first, third)}
    assert mine == {scene.first: False, third: True}


def test_a_moderator_sees_nothing_about_themselves(scene, third):
    accounts.give_role(
        account=scene.person, programme=scene.programme, role=Role.MODERATOR, by=people.TESTS
    )
    appealed(scene, scene.impose(Kind.WARNING))
    assert queries.waiting_for(scene.person, scene.programme) == []
    assert scene.person not in queries.judges_of(scene.person.measures.get())
