"""Phones in an alert: from which round on, "I have it" by a key, and what that is worth."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation import clock, ids
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.notifications import actions as notifications
from hearten.notifications import ports
from hearten.notifications.jobs import deliver_due
from hearten.notifications.queries import DeliveryRead, deliveries_about
from hearten.rota import actions as rota
from hearten.safety import actions
from hearten.safety.models import (
    RESOLUTIONS,
    Alert,
    AlertStep,
    Case,
    DrillAnswer,
)
from hearten.safety.rules import escalation
from hearten.triage.rules import Signal, Verdict

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # at night: it makes no difference
EVERY_KIND = ["email", "push", "sms", "voice"]


class Taker:
    """A provider that says yes and keeps what it was given."""

    def __init__(self) -> None:
        self.letters: list[ports.Letter] = []
        self.refuses = False

    def send(self, letter: ports.Letter) -> str:
        if self.refuses:
            raise ports.NotDelivered("twilio_21211", again=False)
        self.letters.append(letter)
        return str(letter.key)


@pytest.fixture(autouse=True)
def taker():
    before, one = ports.bound(), Taker()
    for kind in EVERY_KIND:
        ports.bind_provider(kind, one)
    yield one
    for kind in EVERY_KIND:
        ports.unbind_provider(kind)
    for kind, provider in before.items():
        ports.bind_provider(kind, provider)


def at(minutes: float):
    return clock.frozen(START + timedelta(minutes=minutes))


@pytest.fixture
def reached(moderator, taker):
    """The moderator left a number and an email address, and confirmed both."""
    for kind, address in (("sms", "+34600100200"), ("email", "heron@planted.example")):
        way = notifications.add_way(kind=kind, address=address, by=moderator)
        deliver_due()
        code = taker.letters[-1].text.removeprefix("Your code is ").partition(".")[0]
        notifications.verify_way(way=way, code=code, by=moderator)
    return moderator


def find_danger(programme, author, name="m1"):
    return actions.note_finding(
        programme=programme,
        author_id=author.id,
        verdict=Verdict(3, 0.9, (Signal("plan", 0.9, 0, 5, ("so",), 3),), "en", "t.1"),
        text="planted words",
        place="conversation:one",
        subject_kind="conversations.message",
        subject_id=name,
        written_at=clock.now(),
        by=SYSTEM,
    )


@pytest.fixture
def author(programme):
    return people.make_account("Planted Author", programme=programme)


@pytest.fixture
def alert(programme, author, reached, second):
    """Both are told at the first step, for nobody is on the rota."""
    with at(0):
        find_danger(programme, author)
        actions.take_due_steps(by=SYSTEM)
    return Alert.objects.get()


def deliveries() -> list[DeliveryRead]:
    return [one for alert in Alert.objects.all() for one in deliveries_about(alert.subject)]


def used() -> list[str]:
    return sorted(one.kind for one in deliveries() if one.kind != "in_app")


@pytest.mark.parametrize(
    ("whom", "text_from", "call_from", "left_out"),
    [
        ("duty", 1, 1, set()),
        ("duty", 1, 2, {"voice"}),
        ("duty", 3, 3, {"sms", "voice"}),
        ("next", 2, 3, {"voice"}),
        ("next", 1, 2, set()),
        ("everyone", 3, 3, set()),
        ("everyone", 0, 3, {"sms"}),
        ("everyone", 0, 0, {"sms", "voice"}),
    ],
)
def test_which_phones_a_round_leaves_out(whom, text_from, call_from, left_out):
    assert escalation.without(whom, text_from=text_from, call_from=call_from) == left_out


def _set(programme, **phones):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    return rota.save_escalation(
        programme=programme, minutes=5, drill_weekday=0, drill_at=time(9), zone="UTC",
        by=manager, **phones,
    )  # fmt: skip


def test_at_first_phones_are_used_at_once(alert):
    assert used() == ["email", "sms", "voice"]


def test_a_programme_may_call_later(programme, author, reached, moderator, second):
    _set(programme, text_from=2, call_from=3)
    rota.add_duty_change(
        programme=programme, account=moderator, on=True, by=moderator,
        starts_at=START - timedelta(hours=1), ends_at=START + timedelta(hours=1),
    )  # fmt: skip
    with at(0):
        find_danger(programme, author)
        actions.take_due_steps(by=SYSTEM)
    assert used() == ["email"]
    with at(5):  # nobody is next: the round that goes to everybody is the third, whenever it comes
        actions.take_due_steps(by=SYSTEM)
    assert used() == ["email", "email", "sms", "voice"]


def test_a_drill_goes_the_same_ways(programme, reached):
    actions.start_drill(programme=programme, by=SYSTEM)
    actions.take_due_steps(by=SYSTEM)
    assert used() == ["email", "sms", "voice"]
    assert {one.words for one in deliveries()} == {"drill"}


def take(alert, person) -> bool:
    return actions.claim_by_phone(subject=alert.subject, by=person)


def deserted() -> int:
    return actions.raise_for_deserted(by=SYSTEM)


def test_a_key_takes_the_case_and_stops_the_calls(alert, moderator):
    with at(1):
        assert [take(alert, moderator), take(alert, moderator)] == [True, True]
    alert.refresh_from_db()
    assert (alert.claimed_by, alert.by_phone, alert.opened_at) == (moderator, True, None)
    assert Case.objects.get().assignee == moderator
    assert AlertStep.objects.filter(taken_at__isnull=True).count() == 0
    assert {one.state for one in deliveries()} == {"sent", "withdrawn"}


def test_whoever_is_second_hears_so(alert, moderator, second):
    with at(1):
        assert [take(alert, moderator), take(alert, second)] == [True, False]
    assert Case.objects.get().assignee == moderator


def test_nobody_takes_a_case_about_themselves(programme, alert, author):
    with pytest.raises(NotAllowed):
        take(alert, author)
    assert Case.objects.get().assignee is None


def test_an_alert_that_is_not_there_is_nobodys(moderator):
    assert actions.claim_by_phone(subject=f"alert:{ids.new_id()}", by=moderator) is False


def test_a_key_in_a_drill_is_an_answer(programme, moderator):
    drill = actions.start_drill(programme=programme, by=SYSTEM)
    actions.take_due_steps(by=SYSTEM)
    assert take(drill, moderator) is True
    drill.refresh_from_db()
    assert (DrillAnswer.objects.get().account, drill.by_phone) == (moderator, False)


def test_a_key_counts_for_ten_minutes_unless_the_case_is_opened(alert, moderator, second):
    with at(1):
        take(alert, moderator)
    with at(11):
        assert deserted() == 0
    with at(11.1):
        assert [deserted(), deserted()] == [1, 0]
        actions.take_due_steps(by=SYSTEM)
    again = Alert.objects.get(closed_at__isnull=True)
    told = set(again.steps.get(number=1).told.all())
    assert (again.case_id, told) == (alert.case_id, {moderator, second})


def test_opened_in_time_it_stays_taken(alert, moderator):
    with at(1):
        take(alert, moderator)
    client = people.client_of(moderator)
    for _time in range(2):
        client.get(reverse("safety:case", args=[alert.case_id]))
    alert.refresh_from_db()
    assert alert.opened_at is not None
    assert Event.objects.filter(verb="safety.alert_opened").count() == 1
    with at(30):
        assert deserted() == 0


def test_their_pages_ask_them_to_open_it_until_they_did(alert, moderator, second):
    with at(1):
        take(alert, moderator)
    case = reverse("safety:case", args=[alert.case_id])
    text = people.client_of(moderator).get("/").content.decode()
    assert ("You took this by phone." in text, case in text) == (True, True)
    assert "You took this by phone." not in people.client_of(second).get("/").content.decode()
    people.client_of(moderator).get(case)
    assert "You took this by phone." not in people.client_of(moderator).get("/").content.decode()


def test_anothers_look_does_not_count(alert, moderator, second):
    with at(1):
        take(alert, moderator)
    people.client_of(second).get(reverse("safety:case", args=[alert.case_id]))
    with at(12):
        assert deserted() == 1


def test_pressed_on_a_page_it_needs_no_more(alert, moderator):
    with at(1):
        actions.claim_alert(alert=alert, by=moderator)
        take(alert, moderator)
    with at(12):
        assert deserted() == 0


def test_claimed_again_on_a_page_the_key_is_forgotten(alert, moderator):
    with at(1):
        take(alert, moderator)
    with at(12):
        deserted()
        again = Alert.objects.get(closed_at__isnull=True)
        actions.claim_alert(alert=again, by=moderator)
    with at(60):
        assert deserted() == 0


def test_new_danger_calls_again_where_only_a_phone_heard_of_the_first(
    programme, author, alert, moderator
):
    with at(1):
        take(alert, moderator)
    with at(2):
        find_danger(programme, author, "m2")
        assert Alert.objects.filter(closed_at__isnull=True).count() == 0
    with at(12):
        find_danger(programme, author, "m3")
        assert Alert.objects.filter(closed_at__isnull=True).count() == 1


def test_the_database_refuses_a_key_nobody_pressed(alert):
    for change in ({"by_phone": True}, {"opened_at": START}):
        with pytest.raises(IntegrityError, match="alert_by_phone"), transaction.atomic():
            Alert.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_keys_at_once_are_one_persons(alert, moderator, second):
    taken = at_once(lambda: take(alert, moderator), lambda: take(alert, second))
    assert sorted(taken) == [False, True]
    assert Case.objects.get().assignee == [moderator, second][taken.index(True)]


@pytest.mark.django_db(transaction=True)
def test_a_key_and_a_button_at_once_are_one_persons(alert, moderator, second):
    def press():
        try:
            actions.claim_alert(alert=alert, by=second)
        except NotPossible:
            return False
        return True

    taken = at_once(lambda: take(alert, moderator), press)
    assert sorted(taken) == [False, True]
    alert.refresh_from_db()
    assert (alert.by_phone, alert.claimed_by) == (
        (True, moderator) if taken[0] else (False, second)
    )


def test_a_case_that_is_done_with_is_nobodys_any_more(alert, moderator, second):
    with at(1):
        actions.claim_alert(alert=alert, by=moderator)
        case = Case.objects.get()
        resolution = RESOLUTIONS[case.nature][0]
        actions.resolve_case(case=case, resolution=resolution, reason="planted", by=moderator)
    with at(2):
        assert take(alert, second) is False


def test_the_report_of_a_drill_says_what_was_not_sent_and_why(programme, reached, taker):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    drill = actions.start_drill(programme=programme, by=manager)
    actions.take_due_steps(by=SYSTEM)
    taker.refuses = True
    deliver_due()
    text = people.client_of(manager).get(reverse("safety:drill", args=[drill.pk])).content.decode()
    assert text.count("twilio_21211") == 3
    assert "600100200" not in text
