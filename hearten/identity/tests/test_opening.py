"""Two people, a reason, an hour; then the person is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts import ports
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.tests.factories import TESTS, make_account
from hearten.audit import actions as audit
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.identity import actions, queries
from hearten.identity.models import Delay, Details, Disclosure, Opening
from hearten.identity.rules import OPEN_FOR, told_at
from hearten.identity.tests.conftest import WHY, WRITTEN
from hearten.safety import actions as safety
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db


# What the person writes


def test_details_are_the_person_s_own_words_sealed_with_a_key_of_their_own(member):
    kept = Details.objects.get()
    assert queries.details_of(member).given() == WRITTEN
    stored = b"".join(bytes(getattr(kept, f"sealed_{name}")) for name in WRITTEN)
    assert b"planted" not in stored
    assert bytes(kept.wrapped_key) != bytes(member.wrapped_key)


def test_nobody_else_writes_them(member, manager, moderator):
    for other in (manager, moderator, TESTS):
        with pytest.raises(NotAllowed):
            actions.save_details(account=member, **WRITTEN, by=other)


def test_emptied_they_are_gone_with_their_key(member):
    before = Details.objects.get()
    actions.save_details(account=member, **(WRITTEN | {"phone": ""}), by=member)
    assert Details.objects.get().sealed_phone is None
    actions.save_details(account=member, name="", phone="", place="", contact="", by=member)
    actions.save_details(account=member, name="", phone="", place="", contact="", by=member)
    assert not Details.objects.filter(pk=before.pk).exists()
    assert [one.details for one in events_about(member) if "identity" in one.verb] == [
        {"fields": 4},
        {"fields": 3},
        {"fields": 0},
    ]


def test_too_long_says_where(member):
    with pytest.raises(Invalid) as error:
        actions.save_details(account=member, **(WRITTEN | {"place": "x" * 301}), by=member)
    assert list(error.value.fields) == ["place"]


# Asking


def test_only_the_moderator_who_has_the_welfare_case_asks(case, second, manager, reporter, member):
    for other in (second, manager, reporter, member):
        with pytest.raises(NotAllowed):
            actions.ask_opening(case=case, reason=WHY, by=other)
    assert not Opening.objects.exists()


def test_nobody_is_unmasked_for_what_they_did(programme, member, moderator, reporter):
    conduct = make_report(programme, member, reporter)
    safety.assign_case(case=conduct, by=moderator)
    with pytest.raises(NotAllowed):
        actions.ask_opening(case=conduct, reason=WHY, by=moderator)


def test_a_reason_is_asked_for(case, moderator):
    with pytest.raises(Invalid) as error:
        actions.ask_opening(case=case, reason=" ", by=moderator)
    assert list(error.value.fields) == ["reason"]


def test_who_wrote_nothing_has_nothing_to_open(case, member, moderator):
    Details.objects.all().delete()
    with pytest.raises(NotPossible):
        actions.ask_opening(case=case, reason=WHY, by=moderator)


def test_asked_again_it_is_the_same_until_nobody_answered_in_a_day(case, asked, moderator):
    again = actions.ask_opening(case=case, reason="Other words", by=moderator)
    assert again.pk == asked.pk
    with clock.frozen(asked.answer_by):
        fresh = actions.ask_opening(case=case, reason=WHY, by=moderator)
    assert list(Opening.objects.all()) == [fresh]


def test_handed_over_the_new_moderator_asks_anew(case, asked, moderator, second):
    safety.hand_over_case(case=case, to=second, by=moderator)
    with pytest.raises(NotPossible):  # whoever asked has the case no more
        actions.answer_opening(opening=asked, agree=True, by=make_second(case))
    assert actions.ask_opening(case=case, reason=WHY, by=second).asked_by == second


def make_second(case):
    return make_account(programme=case.programme, roles=[Role.MODERATOR])


# The second person


def test_who_can_be_the_second_person(asked, moderator, second, manager, reporter, member):
    now, where = clock.shared_now(), asked.case.programme
    far = make_account(roles=[Role.MODERATOR, Role.MANAGER])
    supporter = make_account(programme=where, roles=[Role.SUPPORTER, Role.SUPERVISOR])
    for able in (second, manager):
        assert list(queries.openings_visible_to(able, where, now)) == [asked]
    for other in (moderator, reporter, member, far, supporter):
        assert list(queries.openings_visible_to(other, where, now)) == []
        with pytest.raises(NotAllowed):
            actions.answer_opening(opening=asked, agree=True, by=other)


def test_a_moderator_whom_it_is_about_does_not_see_it(programme, asked, member):
    accounts.give_role(account=member, programme=programme, role=Role.MODERATOR, by=TESTS)
    assert not queries.openings_visible_to(member, programme, clock.shared_now()).exists()
    with pytest.raises(NotAllowed):
        actions.answer_opening(opening=asked, agree=True, by=member)


def test_a_no_opens_nothing_and_stands(asked, moderator, second, manager):
    actions.answer_opening(opening=asked, agree=False, by=second)
    actions.answer_opening(opening=asked, agree=False, by=second)
    with pytest.raises(NotPossible):
        actions.answer_opening(opening=asked, agree=True, by=manager)
    with pytest.raises(NotAllowed):
        actions.open_details(opening=asked, by=moderator)
    assert queries.notices_for(asked.about) == []


def test_the_answer_comes_within_a_day(asked, second):
    with clock.frozen(asked.answer_by):
        assert not queries.openings_visible_to(second, asked.case.programme, clock.now()).exists()
        with pytest.raises(NotPossible):
            actions.answer_opening(opening=asked, agree=True, by=second)


# The hour


def test_without_a_yes_nothing_opens(asked, moderator):
    with pytest.raises(NotAllowed):
        actions.open_details(opening=asked, by=moderator)


def test_who_asked_reads_within_the_hour_and_each_time_is_recorded(agreed, moderator):
    with clock.frozen(agreed.opens_until - timedelta(seconds=1)):
        assert actions.open_details(opening=agreed, by=moderator).given() == WRITTEN
        actions.open_details(opening=agreed, by=moderator)
    looks = [one for one in events_about(agreed) if one.verb == "identity.details_opened"]
    assert [one.actor_id for one in looks] == [moderator.pk] * 2


def test_after_the_hour_it_is_shut_by_itself(agreed, moderator):
    assert agreed.opens_until - agreed.answered_at == OPEN_FOR == timedelta(minutes=60)
    with clock.frozen(agreed.opens_until), pytest.raises(NotAllowed):
        actions.open_details(opening=agreed, by=moderator)


def test_nobody_else_reads_and_not_without_the_case(agreed, case, moderator, second, manager):
    for other in (second, manager, agreed.about):
        with pytest.raises(NotAllowed):
            actions.open_details(opening=agreed, by=other)
    safety.hand_over_case(case=case, to=second, by=moderator)
    for one in (moderator, second):
        with pytest.raises(NotAllowed):
            actions.open_details(opening=agreed, by=one)


def test_a_suspended_or_done_moderator_reads_nothing(agreed, case, moderator):
    safety.resolve_case(case=case, resolution="safe", reason="Safe", by=moderator)
    with pytest.raises(NotAllowed):
        actions.open_details(opening=agreed, by=moderator)


def test_a_suspended_moderator_reads_nothing(agreed, moderator):
    accounts.suspend(account=moderator, reason=SuspendReason.SAFETY, by=TESTS)
    with pytest.raises(NotAllowed):
        actions.open_details(opening=agreed, by=moderator)


def test_what_was_taken_away_meanwhile_is_not_there(agreed, member, moderator):
    actions.save_details(account=member, name="", phone="", place="", contact="", by=member)
    with pytest.raises(NotPossible):
        actions.open_details(opening=agreed, by=moderator)


@pytest.mark.parametrize("act", ["ask", "answer", "open", "register", "save"])
def test_what_cannot_be_recorded_does_not_happen(act, case, member, moderator, second, monkeypatch):
    class BrokenError(Exception):
        pass

    def fail(**given):
        raise BrokenError

    opening = None
    if act != "ask":
        opening = actions.ask_opening(case=case, reason=WHY, by=moderator)
    if act in {"open", "register"}:
        opening = actions.answer_opening(opening=opening, agree=True, by=second)
    acts = {
        "ask": lambda: actions.ask_opening(case=case, reason=WHY, by=moderator),
        "answer": lambda: actions.answer_opening(opening=opening, agree=True, by=second),
        "open": lambda: actions.open_details(opening=opening, by=moderator),
        "register": lambda: register(opening, moderator),
        "save": lambda: actions.save_details(
            account=member, **(WRITTEN | {"name": "x"}), by=member
        ),
    }
    before = list(Opening.objects.values())
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(BrokenError):
        acts[act]()
    assert list(Opening.objects.values()) == before
    assert not Disclosure.objects.exists()
    assert queries.details_of(member).given() == WRITTEN


# The person is told


def test_the_person_is_told_as_soon_as_it_is_shut(agreed, member, moderator):
    actions.open_details(opening=agreed, by=moderator)
    with clock.frozen(agreed.opens_until - timedelta(seconds=1)):
        assert queries.notices_for(member) == []
        assert queries.looks_of(member) == []
        assert queries.unseen_notices(member) == 0
    with clock.frozen(agreed.opens_until):
        [notice] = queries.notices_for(member)
        assert (notice.reason, notice.opened, notice.seen) == (WHY, 1, False)
        assert queries.unseen_notices(member) == 1
        [look] = [one for one in ports.looks_of(member) if one.why == WHY]
        assert look.name == ""
        actions.put_notice_away(notice_id=agreed.pk, by=member)
        assert queries.unseen_notices(member) == 0
        assert [one.seen for one in queries.notices_for(member)] == [True]


def test_a_yes_nobody_used_is_told_too(told, member):
    assert [one.opened for one in queries.notices_for(member)] == [0]


def test_nobody_else_s_notice_is_put_away(told, member, second):
    actions.put_notice_away(notice_id=told.pk, by=second)
    assert queries.unseen_notices(member) == 1


@pytest.mark.parametrize("delay", Delay.values)
def test_a_documented_danger_delays_it_and_a_manager_sees_that(
    case, member, moderator, second, delay
):
    asked = actions.ask_opening(case=case, reason=WHY, delay=delay, delay_days=30, by=moderator)
    opening = actions.answer_opening(opening=asked, agree=True, by=second)
    assert opening.tell_at == opening.answered_at + timedelta(days=30)
    [line] = queries.register_of(case.programme)
    assert (line["waits"], line["opening"].delay) == (True, delay)
    with clock.frozen(opening.tell_at - timedelta(seconds=1)):
        assert queries.notices_for(member) == []
    with clock.frozen(opening.tell_at):
        assert len(queries.notices_for(member)) == 1
        assert [one["waits"] for one in queries.register_of(case.programme)] == [False]


@pytest.mark.parametrize(
    ("delay", "days"),
    [("danger_to_others", None), ("police_request", 31), ("police_request", 0), ("bad_mood", 3)],
)
def test_no_other_ground_and_no_longer(case, moderator, delay, days):
    with pytest.raises(Invalid):
        actions.ask_opening(case=case, reason=WHY, delay=delay, delay_days=days, by=moderator)


def test_days_without_a_ground_delay_nothing(case, moderator):
    asked = actions.ask_opening(case=case, reason=WHY, delay_days=9, by=moderator)
    assert (asked.delay, asked.delay_days) == ("", None)


@pytest.mark.parametrize(("days", "hours"), [(None, 1), (1, 24), (30, 720), (99, 720)])
def test_when_the_person_is_told(days, hours):
    at = clock.now()
    assert told_at(at, days) - at == timedelta(hours=hours)


# What was told to the outside


def register(opening, by, **given):
    usual = {
        "what": ["place", "name"],
        "recipient": "ambulance",
        "ground": "vital_interests",
        "words": "planted-station",
        "disclosure_id": uuid4(),
    }
    return actions.register_disclosure(opening=opening, by=by, **(usual | given))


def test_what_left_is_in_the_register_and_the_person_reads_it(agreed, member, moderator, manager):
    first = register(agreed, moderator)
    assert register(agreed, moderator, disclosure_id=first.pk) == first
    register(agreed, manager, what=["situation"], recipient="police", ground="legal_duty")
    [line] = queries.register_of(agreed.case.programme)
    assert [one.words for one in line["disclosures"]] == ["planted-station"] * 2
    assert queries.export_of(member)["openings"] == []
    with clock.frozen(agreed.tell_at):
        [notice] = queries.notices_for(member)
        assert [one.recipient for one in notice.disclosures] == [
            "Ambulance or emergency doctor",
            "Police",
        ]
        assert queries.export_of(member)["openings"][0]["disclosures"][0]["words"] == (
            "planted-station"
        )
    [event] = events_about(first)
    assert event.details == {
        "opening": str(agreed.pk),
        "told": ["name", "place"],
        "recipient": "ambulance",
        "ground": "vital_interests",
    }


@pytest.mark.parametrize(
    "wrong", [{"what": []}, {"what": ["diary"]}, {"recipient": "friend"}, {"ground": "wish"}]
)
def test_a_line_of_the_register_is_whole(agreed, moderator, wrong):
    with pytest.raises(Invalid):
        register(agreed, moderator, **wrong)


def test_only_who_asked_and_managers_write_it(asked, second, manager, moderator, reporter):
    with pytest.raises(NotAllowed):
        register(asked, moderator)  # nothing was opened
    agreed = actions.answer_opening(opening=asked, agree=True, by=second)
    for other in (second, reporter, agreed.about):
        with pytest.raises(NotAllowed):
            register(agreed, other)
    assert register(agreed, manager).by == manager
