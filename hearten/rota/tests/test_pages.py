"""The page of the rota: who gets in, and what they plan."""

from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.notifications import ports
from hearten.rota import actions
from hearten.rota.models import DutyChange, EscalationSettings, Shift

pytestmark = pytest.mark.django_db
SHIFT = {"weekday": "2", "starts": "22:00", "ends": "06:00", "zone": "Europe/Berlin"}


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def shift(programme, moderator):
    return actions.add_shift(
        programme=programme, account=moderator, weekday=0, starts="08:00", ends="09:00",
        zone="UTC", by=moderator,
    )  # fmt: skip


@pytest.mark.parametrize("role", [None, *(one for one in Role if one != Role.MEMBER)])
def test_who_may_open_it(programme, role):
    person = people.make_account(programme=programme, roles=[role] if role else [])
    expected = 200 if role in {Role.MODERATOR, Role.MANAGER} else 404
    assert people.client_of(person).get(reverse("rota:rota")).status_code == expected


def test_it_is_where_people_bookmarked_it():
    assert reverse("rota:rota") == "/safety/rota/"


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR])
def test_who_has_no_part_in_it_changes_nothing(programme, shift, role):
    client = people.client_of(
        people.make_account(programme=programme, roles=[role] if role else [])
    )
    for name, args in (
        ("rota:rota", []),
        ("rota:add_duty_change", []),
        ("rota:escalation", []),
        ("rota:remove_shift", [shift.pk]),
        ("rota:remove_duty_change", [uuid4()]),
    ):
        assert client.post(reverse(name, args=args), SHIFT).status_code == 404
    assert Shift.objects.get() == shift


def test_a_moderator_cannot_take_off_anothers_shift_or_add_one(shift, moderator, second):
    client = people.client_of(second)
    gone = reverse("rota:remove_shift", args=[shift.pk])
    assert client.post(gone).status_code == 404
    client.post(reverse("rota:rota"), SHIFT | {"account": str(moderator.pk)})
    assert Shift.objects.get() == shift


def test_shifts_and_changes_from_adding_to_taking_off(moderator):
    client = people.client_of(moderator)
    who = {"account": str(moderator.pk)}
    rota = reverse("rota:rota")
    assert "No shifts yet." in text_of(client.get(rota))
    client.post(rota, SHIFT | who)
    times = {"on": "off", "starts_at": "2099-01-02T10:00", "ends_at": "2099-01-03T10:00"}
    client.post(reverse("rota:add_duty_change"), times | who)
    shift, change = Shift.objects.get(), DutyChange.objects.get()
    assert (shift.account, shift.zone, change.on) == (moderator, "Europe/Berlin", False)
    client.post(reverse("rota:remove_shift", args=[shift.pk]))
    client.post(reverse("rota:remove_duty_change", args=[change.pk]))
    assert (Shift.objects.count(), DutyChange.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rota:rota", SHIFT | {"starts": "late"}, "valid time"),
        ("rota:rota", SHIFT | {"zone": "Nowhere/Gone"}, "choose one of the answers shown"),
        (
            "rota:add_duty_change",
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
    client, rota = people.client_of(manager), reverse("rota:rota")
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
    assert "from 1 to 60 minutes" in text_of(client.post(reverse("rota:escalation"), pace))
    client.post(reverse("rota:escalation"), pace | {"minutes": "3"})
    saved = EscalationSettings.objects.get()
    assert (saved.minutes, saved.text_from, saved.call_from) == (3, 1, 3)


def test_without_moderators_the_manager_is_told_that_nobody_can_be_called(manager):
    text = text_of(people.client_of(manager).get(reverse("rota:rota")))
    assert "so nobody can be called" in text


@pytest.mark.parametrize(("here", "shown"), [(True, False), (False, True)])
def test_it_says_where_phones_are_not_set_up(manager, here, shown):
    before = ports.bound().get("sms")
    ports.unbind_provider("sms")
    if here:
        ports.bind_provider("sms", object())
    text = text_of(people.client_of(manager).get(reverse("rota:rota")))
    ports.unbind_provider("sms")
    if before is not None:
        ports.bind_provider("sms", before)
    assert ("Text messages and phone calls are not set up here." in text) is shown
