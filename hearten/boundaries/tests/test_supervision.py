"""What supervisors see and do, and what lasts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.boundaries import actions, queries
from hearten.boundaries.models import Answer, Concern, Sign, SupervisionNote
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import READER, WEDNESDAY, Pairing, Talk
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.matching import actions as matching
from hearten.safety import actions as safety
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
Tally = apps.get_model("boundaries.Tally")
DAY = timedelta(days=1)


@pytest.fixture
def supervisor(pairing: Pairing) -> Account:
    return make.supervisor_of(pairing.programme)


def seen(actor: Any, pairing: Pairing) -> list[str]:
    found = queries.concerns_visible_to(actor, pairing.programme)
    return sorted(found.values_list("kind", flat=True))


def test_a_supervisor_sees_only_what_is_with_supervisors(talk: Talk, supervisor: Account) -> None:
    talk.supporter(make.ELSEWHERE)
    assert (
        seen(supervisor, talk.pairing),
        queries.waiting_for(supervisor, talk.pairing.programme),
    ) == (
        [],
        0,
    )
    concern = Concern.objects.get()
    actions.answer_card(concern=concern, answer=Answer.HELP, by=talk.pairing.supporter)
    assert seen(supervisor, talk.pairing) == ["elsewhere"]
    assert queries.waiting_for(supervisor, talk.pairing.programme) == 1


def test_nobody_else_sees_anything(talk: Talk) -> None:
    talk.supporter(make.MONEY)
    where = talk.pairing.programme
    others = [
        talk.pairing.supporter,
        talk.pairing.member,
        READER,
        make.supervisor_of(make_programme()),
        *(make_account(programme=where, roles=[role]) for role in Role if role != Role.SUPERVISOR),
    ]
    assert [seen(other, talk.pairing) for other in others] == [[]] * len(others)


def test_no_supervisor_sees_or_closes_what_is_about_themselves(pairing: Pairing) -> None:
    both = make_account(programme=pairing.programme, roles=[Role.SUPPORTER, Role.SUPERVISOR])
    member = make.matching.member_of(pairing.programme)
    Concern.objects.create(
        programme=pairing.programme,
        supporter=both,
        pairing=pairing,
        side="supporter",
        kind="elsewhere",
        opened_day=WEDNESDAY.date(),
        last_at=WEDNESDAY,
        with_supervisor_at=WEDNESDAY,
        why="went_on",
    )
    assert seen(both, pairing) == []
    with pytest.raises(NotAllowed):
        actions.close_concern(concern=Concern.objects.get(), by=both)
    with pytest.raises(NotAllowed):
        make.note(Concern.objects.get(), member)


def test_the_list_is_by_supporter_with_counts(talk: Talk, supervisor: Account) -> None:
    where = talk.pairing.programme
    other = Talk(make.paired(where))
    other.supporter(make.CLOSE, at=WEDNESDAY - DAY)
    talk.supporter(make.MONEY)
    talk.read(*(talk.said(talk.pairing.supporter, make.MONEY, WEDNESDAY + DAY) for _n in range(2)))
    talk.supporter(make.CLOSE, at=WEDNESDAY + DAY)
    with clock.frozen(WEDNESDAY + DAY):
        listed = queries.list_for(supervisor, where)
    assert [
        (one.account, [(row.kind.value, row.days, row.times) for row in one.rows]) for one in listed
    ] == [
        (other.pairing.supporter, [("close", 1, 1)]),
        (talk.pairing.supporter, [("money", 2, 3), ("close", 1, 1)]),
    ]


def test_the_list_costs_the_same_for_many(
    talk: Talk, supervisor: Account, django_assert_num_queries: Any
) -> None:
    talk.supporter(make.MONEY)
    for _n in range(3):
        Talk(make.paired(talk.pairing.programme)).supporter(make.CLOSE)
    with django_assert_num_queries(3):  # role, concerns, signs
        assert len(queries.list_for(supervisor, talk.pairing.programme)) == 4


def test_a_note_is_sealed_for_supervisors_and_sent_twice_it_is_one(
    talk: Talk, supervisor: Account
) -> None:
    talk.supporter(make.MONEY)
    concern, note_id = Concern.objects.get(), uuid4()
    for _n in range(2):
        actions.note_talk(concern=concern, text="planted-note", note_id=note_id, by=supervisor)
    [note] = queries.detail_of(
        queries.concerns_visible_to(supervisor, concern.programme).get()
    ).notes
    assert (note.text, note.author) == ("planted-note", supervisor.pseudonym)
    assert SupervisionNote.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sealed_text, 'escape') FROM boundaries_supervisionnote")
        assert "planted" not in cursor.fetchone()[0]
    assert Event.objects.filter(verb="boundaries.concern_noted").count() == 1


def test_a_note_goes_with_the_supporters_key(talk: Talk, supervisor: Account) -> None:
    talk.supporter(make.MONEY)
    make.note(Concern.objects.get(), supervisor)
    Account.objects.filter(pk=talk.pairing.supporter_id).update(wrapped_key=None)
    concern = queries.concerns_visible_to(supervisor, talk.pairing.programme).get()
    assert [note.text for note in queries.detail_of(concern).notes] == [""]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_note_says_something_short(talk: Talk, supervisor: Account, text: str) -> None:
    talk.supporter(make.MONEY)
    with pytest.raises(Invalid):
        make.note(Concern.objects.get(), supervisor, text)


def test_closing_is_one_act_and_tells_who(talk: Talk, supervisor: Account) -> None:
    talk.supporter(make.MONEY)
    with clock.frozen(WEDNESDAY + DAY):
        actions.close_concern(concern=Concern.objects.get(), by=supervisor)
    actions.close_concern(
        concern=Concern.objects.get(), by=make.supervisor_of(talk.pairing.programme)
    )
    held = Concern.objects.get()
    assert (held.closed_at, held.closed_by) == (WEDNESDAY + DAY, supervisor)
    assert Event.objects.filter(verb="boundaries.concern_closed").count() == 1
    assert queries.waiting_for(supervisor, talk.pairing.programme) == 0


def test_what_is_not_with_supervisors_they_cannot_close(talk: Talk, supervisor: Account) -> None:
    talk.supporter(make.ELSEWHERE)
    with pytest.raises(NotAllowed):
        actions.close_concern(concern=Concern.objects.get(), by=supervisor)


# What lasts


def look(pairing: Pairing, at: timedelta = timedelta(0)) -> list[tuple[str, str]]:
    with clock.frozen(WEDNESDAY + at):
        actions.look_after(programme=pairing.programme, by=READER)
    return list(Concern.objects.order_by("kind").values_list("kind", "why"))


def test_looking_is_the_systems_own(pairing: Pairing) -> None:
    with pytest.raises(NotAllowed):
        actions.look_after(programme=pairing.programme, by=pairing.supporter)


def test_more_people_than_they_set_is_noted_once_a_day(pairing: Pairing) -> None:
    supporter, where = pairing.supporter, pairing.programme
    assert look(pairing) == []
    matching.save_supporter_settings(supporter=supporter, programme=where, capacity=0, by=supporter)
    for _n in range(3):
        assert look(pairing) == [("load_people", "")]
    assert list(Sign.objects.values_list("kind", "count")) == [("load_people", 1)]


def test_a_lasting_state_goes_to_supervisors_after_days_and_rests_when_it_was_talked_about(
    pairing: Pairing, supervisor: Account
) -> None:
    supporter, where = pairing.supporter, pairing.programme
    matching.save_supporter_settings(supporter=supporter, programme=where, capacity=0, by=supporter)
    for n in range(4):
        found = look(pairing, n * DAY)
    assert found == [("load_people", "went_on")]
    with clock.frozen(WEDNESDAY + 4 * DAY):
        actions.close_concern(concern=Concern.objects.get(), by=supervisor)
    look(pairing, 5 * DAY)
    look(pairing, 31 * DAY)
    assert Concern.objects.count() == 1
    look(pairing, 32 * DAY)
    assert Concern.objects.count() == 2


def test_many_hours_of_talk(pairing: Pairing) -> None:
    hours = {"pairing": pairing, "account": pairing.supporter}
    Tally.objects.create(day=WEDNESDAY.date(), seconds=10 * 3600, **hours)
    Tally.objects.create(day=WEDNESDAY.date() - DAY, seconds=5 * 3600 - 1, **hours)
    Tally.objects.create(day=WEDNESDAY.date() - 7 * DAY, seconds=50 * 3600, **hours)
    assert look(pairing) == []
    Tally.objects.filter(day=WEDNESDAY.date()).update(seconds=10 * 3600 + 1)
    assert look(pairing) == [("load_time", "")]


def test_much_danger_in_a_week(talk: Talk) -> None:
    talk.supporter()
    finding = apps.get_model("safety.Finding")
    usual = {
        "programme": talk.pairing.programme,
        "score": 0.5,
        "scorer": "test",
        "place": make.place_of(talk.pairing),
        "subject_kind": "conversations.message",
        "written_at": WEDNESDAY,
    }
    for n in range(5):
        finding.objects.create(author=talk.pairing.member, level=2, subject_id=n, **usual)
    finding.objects.create(author=talk.pairing.member, level=1, subject_id="slight", **usual)
    finding.objects.create(author=talk.pairing.supporter, level=3, subject_id="own", **usual)
    assert look(talk.pairing) == []
    finding.objects.create(author=talk.pairing.member, level=3, subject_id="sixth", **usual)
    assert look(talk.pairing) == [("load_danger", "")]


def test_two_roles_the_supporter_knows_come_to_them_first(pairing: Pairing) -> None:
    where, supporter = pairing.programme, pairing.supporter
    accounts.give_role(account=supporter, programme=where, role=Role.MODERATOR, by=READER)
    case = make_report(where, about=pairing.member, by=make.matching.member_of(where))
    safety.assign_case(case=case, by=supporter)
    assert look(pairing) == [("two_roles", "")]
    assert [card.kind.value for card in queries.cards_of(supporter)] == ["two_roles"]


def test_a_supporter_never_learns_that_there_is_a_case_about_them(
    pairing: Pairing, supervisor: Account
) -> None:
    where, member = pairing.programme, pairing.member
    accounts.give_role(account=member, programme=where, role=Role.MODERATOR, by=READER)
    case = make_report(where, about=pairing.supporter, by=make.matching.member_of(where))
    safety.assign_case(case=case, by=member)
    assert look(pairing) == [("two_roles_unseen", "unseen")]
    assert queries.cards_of(pairing.supporter) == []
    assert queries.card_in(pairing.supporter, pairing.pk) is None
    assert seen(supervisor, pairing) == ["two_roles_unseen"]
    with pytest.raises(NotAllowed):
        actions.answer_card(concern=Concern.objects.get(), answer=Answer.FINE, by=pairing.supporter)


def test_counts_are_forgotten_after_a_season(talk: Talk) -> None:
    talk.supporter(make.MONEY)
    look(talk.pairing, 90 * DAY)
    assert (Sign.objects.count(), Tally.objects.count()) == (1, 1)
    look(talk.pairing, 91 * DAY)
    assert (Sign.objects.count(), Tally.objects.count(), Concern.objects.count()) == (0, 0, 1)


def test_what_only_the_supporter_saw_is_over_when_it_was_quiet(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    look(talk.pairing, 13 * DAY)
    assert Concern.objects.get().closed_at is None
    look(talk.pairing, 14 * DAY)
    look(talk.pairing, 15 * DAY)
    assert Concern.objects.get().closed_at == WEDNESDAY + 14 * DAY
    assert Event.objects.filter(verb="boundaries.concern_closed").count() == 1


def test_what_is_with_supervisors_is_not_over_by_itself(talk: Talk) -> None:
    talk.supporter(make.MONEY)
    look(talk.pairing, 60 * DAY)
    assert Concern.objects.get().closed_at is None
