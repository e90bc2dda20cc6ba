"""Deciding about the person of a case: by two, on the evidence, never on one voice in many mouths."""

from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.conduct import actions as conduct
from hearten.conduct import queries as decided
from hearten.conduct.rules import Kind
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import actions, policies, queries
from hearten.safety.models import Case, ReportReason
from hearten.safety.queries import CaseGround, footing_of
from hearten.safety.tests.factories import agree, decide, make_report

pytestmark = pytest.mark.django_db
GROUND = CaseGround()


@pytest.fixture
def case(programme, reporter, reported, moderator, second):
    return actions.assign_case(case=make_report(programme, reported, reporter), by=moderator)


def measures(case):
    return list(decided.measures_on(footing_of(case)))


def test_a_case_is_the_ground_a_measure_rests_on(case, reporter, reported, moderator, second):
    ground_id = str(case.id)
    assert GROUND.parties(ground_id) == {reporter.id, reported.id}
    assert GROUND.voices(ground_id) == 1
    assert [GROUND.is_at(ground_id, one.id) for one in (moderator, second)] == [True, False]
    assert not GROUND.opened_by(ground_id, moderator.id)
    actions.read_evidence(case=case, by=moderator)
    assert GROUND.opened_by(ground_id, moderator.id)
    assert GROUND.address(ground_id) == reverse("safety:case", args=[case.id])


def test_one_report_alone_pauses_nobody(case, moderator, reported):
    with pytest.raises(NotPossible, match="One report is not enough"):
        decide(case, Kind.PAUSE, moderator, gravity=2)
    reported.refresh_from_db()
    assert (measures(case), reported.is_active) == ([], True)


def test_what_is_grave_pauses_once_two_have_read_it(case, moderator, second, reported):
    made = decide(case, Kind.PAUSE, moderator)
    with pytest.raises(NotPossible, match="read what was reported first"):
        conduct.confirm(measure=made, by=second)
    assert agree(case, second).state == "standing"
    reported.refresh_from_db()
    assert not reported.is_active


def test_a_reporter_who_moderates_agrees_to_nothing(case, programme, moderator, reported):
    party = people.make_account(programme=programme, roles=[Role.MODERATOR])
    make_report(programme, reported, party)
    decide(case, Kind.PAUSE, moderator)
    assert party not in decided.judges_of(measures(case)[0])
    with pytest.raises(NotAllowed):
        actions.read_evidence(case=case, by=party)
    measure, client = measures(case)[0], people.client_of(party)
    assert decided.waiting_for(party, programme) == []
    assert client.get(reverse("conduct:proposal", args=[measure.id])).status_code == 404
    page = client.get(at("case", case)).text
    assert "Pause of the account" not in page
    assert "All that happened" not in page


def test_the_second_person_may_read_only_while_something_is_to_be_decided(case, moderator, second):
    assert not policies.may_read_evidence(second.id, case)
    decide(case, Kind.PAUSE, moderator)
    assert policies.may_read_evidence(second.id, case)
    assert not policies.has_case(second.id, case)
    agree(case, second)
    assert not policies.may_read_evidence(second.id, case)
    appeal = conduct.appeal(measure=measures(case)[0], words="x", by=case.about)
    assert policies.may_read_evidence(second.id, case)
    assert appeal.outcome == ""


def test_nothing_is_decided_about_somebody_in_danger(programme, reporter, reported, moderator):
    case = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    actions.assign_case(case=case, by=moderator)
    with pytest.raises(NotPossible, match="somebody’s safety"):
        decide(case, Kind.REMINDER, moderator)
    actions.write_to_person(case=case, text="How are you now?", by=moderator)
    assert decided.unread_letters(reported) == 1


def test_who_does_not_have_the_case_does_nothing(case, second, programme):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    for person in (second, manager, case.about):
        with pytest.raises(NotAllowed):
            actions.write_to_person(case=case, text="x", by=person)


def test_a_resolved_case_decides_nothing_more(case, moderator):
    actions.resolve_case(case=case, resolution="talked", reason="x", by=moderator)
    for act in (
        lambda: decide(case, Kind.WARNING, moderator),
        lambda: actions.write_to_person(case=case, text="x", by=moderator),
    ):
        with pytest.raises(NotPossible, match="already resolved"):
            act()


def newcomers(programme, many):
    return [people.make_account(programme=programme) for _ in range(many)]


def test_a_brigade_is_marked_counts_once_and_makes_nothing_urgent(programme, reported, moderator):
    for person in newcomers(programme, 12):
        case = make_report(programme, reported, person)
    case.refresh_from_db()
    assert (case.urgent, case.alerts.count()) == (False, 0)
    # All of them joined in this test and none ever talked with the person.
    assert case.brigade == ["new", "together", "stranger"]
    assert GROUND.voices(str(case.id)) == 1
    actions.assign_case(case=case, by=moderator)
    with pytest.raises(NotPossible, match="One report is not enough"):
        decide(case, Kind.PAUSE, moderator, gravity=2)
    page = people.client_of(moderator).get(reverse("safety:case", args=[case.id])).text
    assert "May be a brigade" in page
    assert "accounts made within a day of each other" in page


def test_automation_is_nobodys_voice(programme, reported):
    case = make_report(programme, reported, people.TESTS)
    assert (GROUND.voices(str(case.id)), GROUND.parties(str(case.id))) == (0, {reported.id})


def at(name, case):
    return reverse(f"safety:{name}", args=[case.id])


PAGES = ["case_measure", "case_letter", "case_refer", "case_call"]


@pytest.mark.parametrize("name", PAGES)
def test_each_thing_has_its_page_for_whoever_has_the_case(case, moderator, second, name):
    assert people.client_of(moderator).get(at(name, case)).status_code == 200
    assert people.client_of(second).get(at(name, case)).status_code == 403
    member = people.make_account(programme=case.programme)
    assert people.client_of(member).get(at(name, case)).status_code == 404


def test_deciding_by_the_page(case, moderator, reported):
    client = people.client_of(moderator)
    form = {"measure_id": uuid4(), "rule": "respect", "gravity": "2", "reason": "kept words"}
    refused = client.post(at("case_measure", case), form | {"what": "pause:", "days": "3"})
    assert refused.status_code == 422
    assert "Please read what was reported first." in refused.text
    assert "kept words" in refused.text
    for _ in range(2):
        done = client.post(
            at("case_measure", case), form | {"what": "restriction:new", "days": "3"}
        )
        assert done.status_code == 302
    [made] = measures(case)
    assert (made.kind, made.scope, made.days, made.account_id) == (
        "restriction",
        "new",
        3,
        reported.id,
    )
    page = client.get(at("case", case)).text
    assert "Take it back" in page
    assert "The person reads it on their next page." in page
    assert "second person" not in page


def test_a_letter_by_the_page_and_its_answer_on_the_case(case, moderator, reported):
    client = people.client_of(moderator)
    data = {"letter_id": uuid4(), "text": "planted-letter"}
    client.post(at("case_letter", case), data)
    own = people.client_of(reported)
    [thread] = decided.threads_of(reported)
    page = own.get(reverse("conduct:letter", args=[thread.id])).text
    assert "planted-letter" in page
    assert "Calm Heron" not in page
    conduct.answer_letter(letter=reported.letters.get(), text="planted-answer", by=reported)
    assert "planted-answer" in client.get(at("case", case)).text
    assert decided.unread_answers(footing_of(case)) == 0


def test_the_person_learns_nothing_of_who_reported(case, moderator, second, reported, reporter):
    """The reporter's name and words are there to leak: in the case, the evidence and the record."""
    decide(case, Kind.PAUSE, moderator)
    agree(case, second)
    actions.write_to_person(case=case, text="We wrote", by=moderator)
    assert Case.objects.get(pk=case.pk).reports.get().reporter == reporter
    shown = [*decided.decisions_of(reported), *decided.threads_of(reported)]
    text = unescape(" ".join(map(repr, shown)))
    assert "planted-measure" in text
    for secret in (
        "Planted Reporter",
        str(reporter.id),
        "planted-words",
        "planted-evidence",
        "Calm Heron",
        str(moderator.id),
        "Quiet Finch",
        str(second.id),
        str(case.id),
    ):
        assert secret not in text


def test_queries_say_what_a_case_decided(case, moderator):
    assert queries.decided_from(case).kinds == frozenset()
    made = decide(case, Kind.WARNING, moderator)
    assert queries.decided_from(case).kinds == {"warning"}
    conduct.lift(measure=made, by=moderator)
    assert queries.decided_from(case).kinds == frozenset()
