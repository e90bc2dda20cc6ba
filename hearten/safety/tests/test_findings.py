"""Findings: kept once, without the text; a case where somebody must look; shown to the right people."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.tests.at_once import at_once
from hearten.safety import actions, queries
from hearten.safety.models import Case, Finding, Level, Report, ReportReason
from hearten.safety.tests.factories import make_report
from hearten.triage.rules import Signal, Verdict, score

pytestmark = pytest.mark.django_db
READER = SystemActor("test reader")
PLACE = "conversation:one"
TEXT = "planted-danger: it ends tonight"


def verdict(level: int, *kinds: str) -> Verdict:
    signals = tuple(Signal(kind, 0.9, 0, 14, ("says so",), level) for kind in kinds)
    return Verdict(level, 0.9 if level > 1 else 0.2, signals, "en", "test.1")


@pytest.fixture
def author(programme):
    return people.make_account("Planted Author", programme=programme)


@pytest.fixture
def note(programme, author):
    def noted(level=3, subject="m1", *, kinds=("suicide_plan",), at=None, by=READER, who=None):
        return actions.note_finding(
            programme=programme,
            author_id=(who or author).id,
            verdict=verdict(level, *kinds),
            text=TEXT,
            place=PLACE,
            subject_kind="conversations.message",
            subject_id=subject,
            written_at=at or clock.now(),
            by=by,
        )

    return noted


def test_nothing_is_kept_of_a_text_without_danger(note):
    assert note(0) is None
    assert Finding.objects.count() == 0


def test_distress_and_risk_are_kept_and_open_no_case(note):
    assert [note(1, "a").case_id, note(2, "b").case_id] == [None, None]
    assert Case.objects.count() == 0


def test_danger_opens_one_urgent_case_about_the_writers_safety(note, author):
    first, second = note(3, "a"), note(3, "b")
    case = Case.objects.get()
    assert (case.about_id, case.nature, case.urgent) == (author.id, "welfare", True)
    assert (first.case, second.case) == (case, case)
    assert list(case.reports.values_list("reporter", "reason")) == [(None, ReportReason.DANGER)] * 2


def test_the_same_text_again_changes_nothing(note):
    note(3)
    recorded = Event.objects.count()
    note(3)
    assert (Finding.objects.count(), Report.objects.count(), Event.objects.count()) == (
        1,
        1,
        recorded,
    )


def test_a_case_about_conduct_is_left_alone(note, programme, author, reporter):
    conduct = make_report(programme, author, reporter)
    assert note(3).case != conduct


def test_the_text_is_stored_sealed_only(note):
    note(3)
    with connection.cursor() as cursor:
        for table in ("safety_finding", "safety_report", "safety_case", "audit_event"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert "planted" not in rows.lower().replace(b"planted".hex(), "")
            assert b"planted".hex() not in rows


def test_a_person_finds_nothing_in_others_texts(note, moderator):
    with pytest.raises(NotAllowed):
        note(3, by=moderator)
    with pytest.raises(NotAllowed):
        actions.answer_findings(place=PLACE, by_id=moderator.id, at=clock.now(), by=moderator)


def test_who_took_the_case_reads_the_text_and_what_led_there(note, moderator):
    case = note(3).case
    with pytest.raises(NotAllowed):
        actions.read_evidence(case=case, by=moderator)
    actions.assign_case(case=case, by=moderator)
    [read] = actions.read_evidence(case=case, by=moderator)
    assert (read.evidence, read.reporter) == (TEXT, "")
    assert [(s.kind, s.phrase, s.why) for s in read.signals] == [
        ("suicide_plan", "planted-danger", "says so")
    ]


def test_who_reads_spanish_reads_in_spanish_what_led_there(programme, author, moderator):
    finding = actions.note_finding(
        programme=programme,
        author_id=author.id,
        verdict=score("I am going to kill myself"),
        text="I am going to kill myself",
        place=PLACE,
        subject_kind="conversations.message",
        subject_id="m1",
        written_at=clock.now(),
        by=READER,
    )
    actions.assign_case(case=finding.case, by=moderator)
    with translation.override("es"):
        [read] = actions.read_evidence(case=finding.case, by=moderator)
    first = read.signals[0]
    assert (first.kind, first.phrase) == ("suicide_plan", "going to kill myself")
    assert first.why == "dice que se va a quitar la vida"


def test_a_persons_own_report_of_the_text_does_not_show_what_the_scorer_saw(
    note, moderator, programme, author, reporter
):
    case = note(3, "m1").case
    make_report(programme, author, reporter, reason=ReportReason.DANGER, subject_id="m1")
    actions.assign_case(case=case, by=moderator)
    shown = {r.reporter: len(r.signals) for r in actions.read_evidence(case=case, by=moderator)}
    assert shown == {"": 1, "Planted Reporter": 0}


def test_taking_the_case_answers_and_so_does_the_other_persons_message(note, moderator, author):
    danger, risk = note(3, "a"), note(2, "b")
    actions.assign_case(case=danger.case, by=moderator)
    danger.refresh_from_db()
    assert danger.answered_at is not None
    later = clock.now()
    said = {"place": PLACE, "at": later, "by": READER}
    assert actions.answer_findings(by_id=author.id, **said) == 0
    assert actions.answer_findings(by_id=moderator.id, **said) == 1
    assert actions.answer_findings(by_id=moderator.id, **said) == 0
    risk.refresh_from_db()
    assert risk.answered_at == later


def test_an_answer_from_before_it_was_written_answers_nothing(note, moderator):
    note(2, at=clock.now())
    before = clock.now() - timedelta(minutes=1)
    assert actions.answer_findings(place=PLACE, by_id=moderator.id, at=before, by=READER) == 0


def test_a_risk_nobody_answered_is_brought_to_a_person_once(note):
    finding = note(2)
    bring = {"verdict": verdict(2, "suicide_ideation"), "text": TEXT, "by": READER}
    case = actions.bring_to_a_person(finding=finding, **bring)
    assert actions.bring_to_a_person(finding=finding, **bring) == case
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)


def test_a_risk_that_was_answered_or_is_only_distress_is_brought_to_nobody(note, moderator):
    bring = {"verdict": verdict(2), "text": TEXT, "by": READER}
    assert actions.bring_to_a_person(finding=note(1, "a"), **bring) is None
    finding = note(2, "b")
    actions.answer_findings(place=PLACE, by_id=moderator.id, at=clock.now(), by=READER)
    assert actions.bring_to_a_person(finding=finding, **bring) is None


def test_unanswered_risks_are_those_old_enough_of_people_who_are_here(note, programme):
    gone = people.make_account("Planted Gone", programme=programme)
    old = clock.now() - timedelta(minutes=20)
    wanted = note(2, "old", at=old)
    note(2, "fresh"), note(1, "distress", at=old), note(3, "danger", at=old)
    note(2, "gone", at=old, who=gone)
    gone.is_active = False
    gone.save()
    before = clock.now() - timedelta(minutes=15)
    assert queries.unanswered_risks(before, "conversations.message") == [wanted]
    assert queries.unanswered_risks(before, "forum.post") == []


def test_the_writer_sees_a_card_until_they_close_it(note, author, moderator):
    note(1, "a")
    assert queries.card_for(author.id, PLACE) is None
    finding = note(2, "b")
    assert queries.card_for(author.id, PLACE) == finding
    assert queries.card_for(moderator.id, PLACE) is None
    assert queries.card_for(author.id, "conversation:two") is None
    actions.put_card_away(place=PLACE, by=moderator)
    assert queries.card_for(author.id, PLACE) == finding
    actions.put_card_away(place=PLACE, by=author)
    assert queries.card_for(author.id, PLACE) is None
    again = note(2, "c")
    assert queries.card_for(author.id, PLACE) == again


def test_cards_and_guidance_do_not_stay_for_ever(note, author, moderator):
    note(3, at=clock.now() - queries.SHOWN_FOR - timedelta(minutes=1))
    assert queries.card_for(author.id, PLACE) is None
    assert queries.guidance_for(moderator.id, PLACE) is None


@pytest.mark.parametrize(
    ("kinds", "advice"),
    [
        (["suicide_plan", "minor"], "self"),
        (["minor", "suicide_plan"], "minor"),
        (["abuse"], "hurt"),
        (["harm_to_others"], "others"),
        ([], "self"),
    ],
)
def test_the_strongest_signal_decides_the_advice(kinds, advice):
    assert queries.advice(kinds) == advice


def test_the_clock_counts_unanswered_as_later_than_all_others(note, programme):
    start = clock.now() - timedelta(hours=1)
    for number in range(9):
        note(2, f"r{number}", at=start)
    for number, finding in enumerate(Finding.objects.order_by("subject_id")[:7], start=1):
        finding.answered_at = start + timedelta(minutes=number)
        finding.save()
    danger, risk = queries.safety_clock(programme)
    assert (risk.level, risk.texts, risk.answered, risk.enough) == (Level.RISK, 9, 7, True)
    assert (risk.median, risk.p90) == (timedelta(minutes=5), None)
    assert (danger.texts, danger.answered, danger.median, danger.enough) == (0, 0, None, False)


def test_the_clock_is_the_programmes_own(note, programme):
    note(2)
    assert [row.texts for row in queries.safety_clock(people.make_programme())] == [0, 0]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"level": 0}, "finding_level_known"),
        ({"level": 4}, "finding_level_known"),
        ({"score": 1.5}, "finding_score_is_a_share"),
        ({"level": 1}, "finding_of_distress_has_no_case"),
        ({"subject_id": "other"}, "finding_once"),
        (
            {"answered_at": clock.now() - timedelta(days=1)},
            "finding_answered_after_it_was_written",
        ),
    ],
)
def test_the_database_refuses(note, change, name):
    finding = note(3, "m1")
    note(2, "other")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_dangerous_texts_at_once_are_one_case(note):
    at_once(lambda: note(3, "a"), lambda: note(3, "b"))
    assert (Case.objects.count(), Finding.objects.count()) == (1, 2)


def test_a_failing_record_undoes_the_finding(note, monkeypatch):
    def broken(**given):
        raise RuntimeError("no record")

    monkeypatch.setattr("hearten.safety.actions.findings.audit.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        note(3)
    assert Finding.objects.count() == 0


def test_nobody_else_may_work_a_case_about_themselves(note, programme):
    moderator = people.make_account(programme=programme, roles=[Role.MODERATOR])
    case = note(3, who=moderator).case
    assert list(queries.cases_visible_to(moderator)) == []
    with pytest.raises(NotAllowed):
        actions.assign_case(case=case, by=moderator)


def clock_page(account) -> str:
    response = people.client_of(account).get("/safety/clock/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_clock_is_shown_to_members_without_words_or_names(note, author, programme):
    note(3)
    text = clock_page(people.make_account(programme=programme))
    assert text.count("too few to say") == 4
    assert "planted" not in text.lower()


def test_the_clock_shows_times_from_five_answers_on(note, author):
    start = clock.now() - timedelta(hours=1)
    for number in range(5):
        finding = note(3, f"m{number}", at=start)
        Finding.objects.filter(pk=finding.pk).update(
            answered_at=start + timedelta(minutes=number + 1)
        )
    text = clock_page(author)
    assert text.count("too few to say") == 2
    assert ">about 3 minutes<" in text
    assert ">about 5 minutes<" in text
