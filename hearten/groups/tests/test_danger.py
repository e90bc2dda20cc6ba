"""What people write when they come is read for danger; nothing of it is held."""

from datetime import timedelta

import pytest
from django.apps import apps

from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.groups import actions
from hearten.groups.tests.factories import TESTS, come, names_seen, start
from hearten.safety.queries import ReportReason

Case, Finding = (apps.get_model("safety", name) for name in ("Case", "Finding"))
pytestmark = pytest.mark.django_db
HEAVY = "I want to kill myself tonight. I have the pills here."
SAD = "I do not want to live like this any more."


def page(reader, group):
    answer = client_of(reader).get(f"/groups/{group.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_of_danger_call_people_and_the_writer_sees_numbers(group, host, other):
    come(group, other, called="Late Comet", introduction=HEAVY)
    [finding] = Finding.objects.filter(level=3)
    assert (finding.author, finding.place) == (other, f"group:{group.pk}")
    assert finding.case is not None
    assert names_seen(host, group)[1:] == ["Late Comet"]  # nothing is held
    assert "You do not have to get through this alone" in page(other, group)
    assert "Somebody here may be having a very hard time" in page(host, group)
    client_of(other).post(f"/groups/{group.pk}/close-card/")
    assert "You do not have to get through this alone" not in page(other, group)


def test_answers_to_questions_are_read_too(programme, host, other):
    group = start(programme, host, entry="request", questions=["How are you?"])
    come(group, other, answers=HEAVY)
    assert Finding.objects.get().level == 3
    answer = client_of(other).get(f"/groups/{group.pk}/").content.decode()
    assert "You do not have to get through this alone" in answer


def test_what_nobody_turned_to_goes_to_people_on_duty(programme, host, other):
    group = start(programme, host, entry="request")
    seat = come(group, other, introduction=SAD)
    finding = Finding.objects.get()
    assert (finding.level, finding.case) == (2, None)
    with pytest.raises(NotAllowed):
        actions.bring_unanswered(by=host)
    with clock.frozen(finding.written_at + timedelta(minutes=16)):
        assert [actions.bring_unanswered(by=TESTS) for _twice in range(2)] == [1, 0]
    case = Case.objects.get()
    assert (case.about, case.known_as) == (other, "")
    report = case.reports.get()
    assert (report.reason, report.subject_id) == (ReportReason.DANGER, f"{seat.pk}/1")


def test_a_host_who_answers_has_turned_to_it(programme, host, other):
    group = start(programme, host, entry="request")
    seat = come(group, other, introduction=SAD)
    actions.answer_asking(seat=seat, yes=True, by=host)
    finding = Finding.objects.get()
    assert finding.answered_at is not None
    with clock.frozen(finding.written_at + timedelta(minutes=16)):
        assert actions.bring_unanswered(by=TESTS) == 0


def test_what_was_taken_back_is_brought_to_nobody(programme, host, other):
    group = start(programme, host, entry="request")
    come(group, other, introduction=SAD)
    actions.leave(group=group, by=other)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert actions.bring_unanswered(by=TESTS) == 0


@pytest.mark.parametrize("contact", ["Call me on 07700 900123.", "Write to me@example.org."])
def test_by_an_introduction_nobody_is_found(group, other, contact):
    with pytest.raises(Invalid) as refused:
        come(group, other, introduction=f"I am awake. {contact}")
    assert (refused.value.code, list(refused.value.fields)) == ("contact", ["introduction"])
    assert contact.split()[-1].rstrip(".") in refused.value.message


def test_but_somebody_who_is_badly_off_is_never_refused(group, other):
    come(group, other, introduction=f"{HEAVY} Call me on 07700 900123.")
    assert Finding.objects.get(level=3).author == other
