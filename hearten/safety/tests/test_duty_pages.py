"""The pages of being on duty: who gets in, what they do, and the call on every page."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.safety import actions
from hearten.safety.models import Alert, Case, DrillAnswer, DutyChange, EscalationSettings, Shift
from hearten.triage.rules import Signal, Verdict

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
SHIFT = {"weekday": "2", "starts": "22:00", "ends": "06:00", "zone": "Europe/Berlin"}


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def manager(programme):
    return people.make_account("Open Window", programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def alert(programme, moderator):
    author = people.make_account("Planted Author", programme=programme)
    actions.note_finding(
        programme=programme,
        author_id=author.id,
        verdict=Verdict(3, 0.9, (Signal("plan", 0.9, 0, 5, ("so",), 3),), "en", "t.1"),
        text="planted-danger words",
        place="conversation:one",
        subject_kind="conversations.message",
        subject_id="m1",
        written_at=clock.now(),
        by=SYSTEM,
    )
    actions.take_due_steps(by=SYSTEM)
    return Alert.objects.get()


PAGES = {
    "safety:duty": {Role.MODERATOR},
    "safety:rota": {Role.MODERATOR, Role.MANAGER},
    "safety:drills": {Role.MODERATOR, Role.MANAGER},
    "notifications:ways": {Role.MODERATOR, Role.MANAGER},
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [None, *(one for one in Role if one != Role.MEMBER)])
def test_who_may_open_what(programme, name, role):
    person = people.make_account(programme=programme, roles=[role] if role else [])
    expected = 200 if role in PAGES[name] else 404
    assert people.client_of(person).get(reverse(name)).status_code == expected


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR])
def test_who_has_no_part_in_it_changes_nothing(programme, moderator, alert, role):
    actions.add_shift(
        programme=programme, account=moderator, weekday=0, starts="08:00", ends="09:00",
        zone="UTC", by=moderator,
    )  # fmt: skip
    person = people.make_account(programme=programme, roles=[role] if role else [])
    client, shift = people.client_of(person), Shift.objects.get()
    for name, args in (
        ("safety:have_it", [alert.pk]),
        ("safety:rota", []),
        ("safety:add_duty_change", []),
        ("safety:escalation", []),
        ("safety:remove_shift", [shift.pk]),
        ("safety:remove_duty_change", [uuid4()]),
        ("safety:start_drill", []),
    ):
        assert client.post(reverse(name, args=args), SHIFT).status_code == 404
    assert (Shift.objects.count(), Case.objects.get().assignee) == (1, None)


def test_moderators_of_another_programme_see_nothing(alert):
    other = people.make_account(programme=people.make_programme(), roles=[Role.MODERATOR])
    client = people.client_of(other)
    assert "Case " not in text_of(client.get(reverse("safety:duty")))
    assert client.post(reverse("safety:have_it", args=[alert.pk])).status_code == 404


def test_a_moderator_cannot_take_off_anothers_shift_or_start_a_drill(programme, moderator, second):
    actions.add_shift(
        programme=programme, account=moderator, weekday=0, starts="08:00", ends="09:00",
        zone="UTC", by=moderator,
    )  # fmt: skip
    client = people.client_of(second)
    gone = reverse("safety:remove_shift", args=[Shift.objects.get().pk])
    assert client.post(gone).status_code == 404
    assert client.post(reverse("safety:start_drill")).status_code == 404
    client.post(reverse("safety:rota"), SHIFT | {"account": str(moderator.pk)})
    assert Shift.objects.count() == 1


def test_the_call_is_on_every_page_until_somebody_has_it(alert, moderator, second):
    for path in ("/", reverse("safety:cases"), reverse("accounts:settings")):
        text = text_of(people.client_of(moderator).get(path))
        assert text.count("You are being called.") == 1
        assert "planted" not in text.lower()
    answer = people.client_of(second).post(reverse("safety:have_it", args=[alert.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("safety:case", args=[alert.case_id])
    assert "You are being called." not in text_of(people.client_of(moderator).get("/"))
    late = people.client_of(moderator).post(reverse("safety:have_it", args=[alert.pk]), follow=True)
    assert "Quiet Finch already has this case." in text_of(late)


def test_others_have_no_such_part_on_their_pages(programme, alert, manager):
    for person in (people.make_account(programme=programme), manager):
        client = people.client_of(person)
        assert 'id="calling"' not in text_of(client.get("/"))
        assert text_of(client.get(reverse("safety:calling"))).strip() == ""


def test_a_drill_says_so_everywhere_and_is_answered(programme, moderator, manager):
    client = people.client_of(manager)
    answer = client.post(reverse("safety:start_drill"), follow=True)
    assert "Under way" in text_of(answer)
    actions.take_due_steps(by=SYSTEM)
    mine = people.client_of(moderator)
    assert "This is a practice." in text_of(mine.get("/"))
    drill = Alert.objects.get()
    said = text_of(mine.post(reverse("safety:have_it", args=[drill.pk]), follow=True))
    assert "This was a practice, and it reached you." in said
    assert "This is a practice." not in said
    assert DrillAnswer.objects.get().account == moderator
    report = text_of(client.get(reverse("safety:drill", args=[drill.pk])))
    assert "Calm Heron" in report
    assert "On the pages: Sent" in report


def test_shifts_and_changes_from_adding_to_taking_off(moderator):
    client = people.client_of(moderator)
    who = {"account": str(moderator.pk)}
    rota = reverse("safety:rota")
    assert "No shifts yet." in text_of(client.get(rota))
    client.post(rota, SHIFT | who)
    times = {"on": "off", "starts_at": "2099-01-02T10:00", "ends_at": "2099-01-03T10:00"}
    client.post(reverse("safety:add_duty_change"), times | who)
    shift, change = Shift.objects.get(), DutyChange.objects.get()
    assert (shift.account, shift.zone, change.on) == (moderator, "Europe/Berlin", False)
    client.post(reverse("safety:remove_shift", args=[shift.pk]))
    client.post(reverse("safety:remove_duty_change", args=[change.pk]))
    assert (Shift.objects.count(), DutyChange.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("safety:rota", SHIFT | {"starts": "late"}, "valid time"),
        ("safety:rota", SHIFT | {"zone": "Nowhere/Gone"}, "choose one of the answers shown"),
        (
            "safety:add_duty_change",
            {"on": "on", "starts_at": "2099-01-02T10:00", "ends_at": "2099-01-02T09:00"},
            "Please choose an end after the start.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(moderator, name, data, said):
    client = people.client_of(moderator)
    text = text_of(client.post(reverse(name), data | {"account": str(moderator.pk)}))
    assert said in text
    assert data.get("starts", data.get("starts_at")) in text


def test_managers_see_the_gaps_and_set_the_pace(programme, moderator, manager):
    client, rota = people.client_of(manager), reverse("safety:rota")
    assert "Then every moderator is called at once" in text_of(client.get(rota))
    for day in range(7):
        client.post(
            rota,
            {"account": str(moderator.pk), "weekday": day, "starts": "09:00", "ends": "09:00"}
            | {"zone": "UTC"},
        )
    assert "Somebody is on duty at every hour" in text_of(client.get(rota))
    pace = {"minutes": "0", "drill_weekday": "1", "drill_at": "10:00", "zone": "UTC"} | {
        "text_from": "1",
        "call_from": "3",
    }
    assert "from 1 to 60 minutes" in text_of(client.post(reverse("safety:escalation"), pace))
    client.post(reverse("safety:escalation"), pace | {"minutes": "3"})
    saved = EscalationSettings.objects.get()
    assert (saved.minutes, saved.text_from, saved.call_from) == (3, 1, 3)


def test_without_moderators_the_manager_is_told_that_nobody_can_be_called(manager):
    text = text_of(people.client_of(manager).get(reverse("safety:rota")))
    assert "so nobody can be called" in text


def test_the_duty_page_says_whether_it_is_me(programme, moderator, second):
    now = clock.now()
    actions.add_duty_change(
        programme=programme, account=moderator, on=True,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), by=moderator,
    )  # fmt: skip
    page = reverse("safety:duty")
    assert "You are on duty now." in text_of(people.client_of(moderator).get(page))
    assert "You are not on duty now." in text_of(people.client_of(second).get(page))
