"""Referrals, calls, the timeline, the filters of the list, and what a reporter is told."""

from html import unescape
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.conduct.rules import Kind
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety import actions, queries
from hearten.safety.models import CallOutcome, CaseNote, Referral, ReportReason, Resolution
from hearten.safety.queries import Sieve
from hearten.safety.queries.reporting import Told
from hearten.safety.tests.factories import agree, decide, make_report

pytestmark = pytest.mark.django_db
QUEUE = reverse("safety:cases")
REPORTS = reverse("safety:reports")


@pytest.fixture
def case(programme, reporter, reported, moderator, second):
    return actions.assign_case(case=make_report(programme, reported, reporter), by=moderator)


def refer(case, by, **more):
    given = {"to": Referral.CARE, "text": "planted-referral", "note_id": None} | more
    return actions.refer_case(case=case, by=by, **given)


def call(case, by, **more):
    given = {"outcome": CallOutcome.SAFE, "text": "planted-call", "note_id": None} | more
    return actions.record_call(case=case, by=by, **given)


def test_a_referral_and_a_call_are_put_down_once(case, moderator):
    one, other = uuid4(), uuid4()
    for _ in range(2):
        refer(case, moderator, note_id=one)
        call(case, moderator, note_id=other)
    notes = queries.notes_of(case)
    assert [(note.title, note.text) for note in notes] == [
        ("Referred to others: A doctor, clinic or care team", "planted-referral"),
        ("A call: Reached: safe for now", "planted-call"),
    ]
    events = Event.objects.filter(verb__in=["safety.case_referred", "safety.case_called"])
    assert [event.details["code"] for event in events.order_by("id")] == ["care", "safe"]
    stored = b"".join(bytes(note.sealed_text) for note in CaseNote.objects.all())
    assert b"planted" not in stored


def test_only_whoever_has_the_case_puts_something_down(case, moderator, second):
    for act in (refer, call):
        with pytest.raises(NotAllowed):
            act(case, second)
    actions.resolve_case(case=case, resolution="talked", reason="x", by=moderator)
    for act in (refer, call):
        with pytest.raises(NotPossible):
            act(case, moderator)


def test_what_is_no_choice_is_refused(case, moderator):
    with pytest.raises(Invalid):
        refer(case, moderator, to="elsewhere")
    with pytest.raises(Invalid):
        call(case, moderator, outcome="shrug")
    note = actions.add_note(case=case, text="x", by=moderator)
    for fields in ({"code": "care"}, {"kind": "call", "code": "care"}, {"kind": "referral"}):
        with pytest.raises(IntegrityError, match="case_note_code"), transaction.atomic():
            CaseNote.objects.filter(pk=note.pk).update(**fields)


def test_by_the_pages(case, moderator):
    client = people.client_of(moderator)
    for name, code in (("case_refer", "crisis_line"), ("case_call", "not_reached")):
        address = reverse(f"safety:{name}", args=[case.id])
        wrong = client.post(address, {"note_id": uuid4(), "code": "", "text": "kept words"})
        assert (wrong.status_code, "kept words" in wrong.text) == (422, True)
        right = client.post(address, {"note_id": uuid4(), "code": code, "text": "done"})
        assert right.status_code == 302
    page = unescape(client.get(reverse("safety:case", args=[case.id])).text)
    assert "Referred to others: A crisis line" in page
    assert "A call: Not reached" in page


def test_the_timeline_tells_all_that_happened_and_nobodys_words(case, moderator, second, reported):
    actions.add_note(case=case, text="planted-note", by=moderator)
    refer(case, moderator)
    call(case, moderator)
    made = decide(case, Kind.PAUSE, moderator)
    agree(case, second)
    actions.write_to_person(case=case, text="planted-letter", by=moderator)
    from hearten.conduct import actions as conduct

    letter = reported.letters.get()
    conduct.answer_letter(letter=letter, text="planted-answer", by=reported)
    conduct.appeal(measure=made, words="planted-appeal", by=reported)
    actions.hand_over_case(case=case, to=second, by=moderator)
    actions.hand_over_case(case=case, to=None, by=second)
    actions.assign_case(case=case, by=moderator)
    actions.resolve_case(case=case, resolution="suspended", reason="planted-why", by=moderator)
    case.refresh_from_db()
    moments = queries.timeline_of(case)
    assert sorted(one.text for one in moments) == sorted(
        [
            "The case was opened",
            "Reported: They are cruel, threatening or keep pushing",
            "It was taken",
            "A note was written",
            "It was referred",
            "A call was made",
            "What was reported was read",
            "What was reported was read",
            "Decided or proposed: Pause of the account",
            "The team wrote to the person",
            "The person answered",
            "The person asked for another look",
            "It was handed over to Quiet Finch",
            "It was put back for anybody",
            "It was taken",
            "It was resolved: Suspended the account",
        ]
    )
    assert [one.at for one in moments] == sorted(one.at for one in moments)
    told = repr(moments)
    assert "planted" not in told.lower()
    assert "Planted Reporter" not in told


def test_calling_people_is_on_the_timeline(programme, reporter, reported, moderator):
    case = make_report(programme, reported, reporter, reason=ReportReason.DANGER)
    actions.assign_case(case=case, by=moderator)
    texts = [one.text for one in queries.timeline_of(case)]
    assert texts.count("People were called") == 1
    assert texts.count("Somebody said: I have it") == 1


@pytest.fixture
def several(programme, reporter, moderator, second):
    """Mine, another's, nobody's, and one about safety."""

    def reported(reason):
        about = people.make_account(programme=programme)
        return make_report(programme, about, reporter, reason=reason)

    mine = actions.assign_case(case=reported(ReportReason.MONEY), by=moderator)
    theirs = actions.assign_case(case=reported(ReportReason.MONEY), by=second)
    return {
        "mine": mine,
        "theirs": theirs,
        "free": reported(ReportReason.SEXUAL),
        "danger": reported(ReportReason.DANGER),
    }


@pytest.mark.parametrize(
    ("sieve", "found"),
    [
        ({}, {"mine", "theirs", "free", "danger"}),
        ({"who": "mine"}, {"mine"}),
        ({"who": "nobody"}, {"free", "danger"}),
        ({"nature": "welfare"}, {"danger"}),
        ({"nature": "conduct"}, {"mine", "theirs", "free"}),
        ({"reason": "money"}, {"mine", "theirs"}),
        ({"reason": "money", "who": "mine"}, {"mine"}),
        ({"reason": "sexual", "who": "mine"}, set()),
        ({"who": "x", "nature": "x", "reason": "x"}, {"mine", "theirs", "free", "danger"}),
    ],
)
def test_the_list_can_be_sifted(several, programme, moderator, sieve, found):
    queue = queries.queue_of(moderator, programme)
    shown = queries.sifted(queue, Sieve(**sieve), moderator)
    assert {name for name, case in several.items() if case in list(shown)} == found
    if "x" not in sieve.values():
        page = people.client_of(moderator).get(QUEUE, sieve).text
        shown_there = {name for name, case in several.items() if str(case.id)[:6] in page}
        assert shown_there == found


def test_a_wrong_address_shows_everything(several, moderator):
    page = people.client_of(moderator).get(QUEUE, {"who": "everybody", "page": "x"})
    assert all(str(case.id)[:6] in page.text for case in several.values())


@pytest.mark.parametrize(
    ("resolution", "told"),
    [
        (None, Told.LOOKING),
        (Resolution.NO_BREACH, Told.NOTHING),
        (Resolution.TALKED, Told.DONE),
        (Resolution.REFERRED, Told.DONE),
    ],
)
def test_a_reporter_is_told_that_somebody_looked(case, reporter, moderator, resolution, told):
    if resolution:
        actions.resolve_case(case=case, resolution=resolution, reason="planted-why", by=moderator)
    [read] = queries.reports_of(reporter)
    assert (read.told, read.fresh) == (told, resolution is not None)


def test_never_what_was_done_or_about_whom(case, reporter, reported, moderator, second):
    """All that could leak is there: names, the measure, the reason, the case."""
    decide(case, Kind.PAUSE, moderator)
    agree(case, second)
    actions.resolve_case(case=case, resolution="suspended", reason="planted-why", by=moderator)
    client = people.client_of(reporter)
    assert "Somebody looked at what you reported" in client.get("/").text
    page = unescape(client.get(REPORTS).text)
    assert "We looked at it, and did something about it." in page
    for secret in (
        "Planted Reported",
        str(reported.id),
        "Calm Heron",
        "Quiet Finch",
        "planted-",
        "pause",
        "Suspended",
        "suspended",
        str(case.id),
    ):
        assert secret not in page.split("<main", 1)[1].split("</main>", 1)[0], secret
    assert "Somebody looked at what you reported" not in client.get("/").text


def test_a_report_is_its_reporters_alone(case, reporter, reported, moderator):
    actions.resolve_case(case=case, resolution="talked", reason="x", by=moderator)
    for person in (reported, moderator, people.make_account(programme=case.programme)):
        assert queries.reports_of(person) == []
        assert actions.note_told(by=person) == 0
        assert "You reported nothing" in people.client_of(person).get(REPORTS).text
    assert actions.note_told(by=reporter) == 1
    assert actions.note_told(by=reporter) == 0
