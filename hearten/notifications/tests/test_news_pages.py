"""Choosing what to be told, and ending it from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.notifications import actions, queries
from hearten.notifications.models import NewsSettings, Way
from hearten.notifications.tests.test_pages import text_of
from hearten.notifications.tests.wanting import leave_address

pytestmark = pytest.mark.django_db
PAGE = "/reach/"
GIVEN = {
    "talk": "daily",
    "asking": "never",
    "community": "weekly",
    "meeting": "daily",
    "quiet_from": "23:30",
    "quiet_to": "06:15",
    "digest_at": "07:00",
    "digest_day": "6",
    "says_what": "on",
}


@pytest.fixture
def wren(programme, provider):
    return people.make_account("Quiet Wren", programme=programme, roles=[Role.MEMBER])


@pytest.fixture
def way(wren):
    return leave_address(wren, "wren@planted.example")


def test_a_member_chooses_and_finds_it_chosen(wren):
    client = people.client_of(wren)
    page = text_of(client.get(PAGE))
    assert "Phone number" not in page
    assert "in danger" not in page
    assert "Saved." in text_of(client.post(reverse("notifications:news"), GIVEN, follow=True))
    page = text_of(client.get(PAGE))
    for shown in ('value="23:30"', 'value="06:15"', 'value="07:00"'):
        assert shown in page
    saved = NewsSettings.objects.get()
    assert (saved.talk, saved.asking, saved.community) == ("daily", "never", "weekly")
    assert saved.meeting == "daily"
    assert (saved.digest_day, saved.says_what) == (6, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quiet_to": ""}, "Please give both hours, or leave both empty."),
        ({"talk": "hourly"}, "Please choose one of the answers shown."),
        ({"digest_at": ""}, "Please answer this one."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(wren, change, said):
    client = people.client_of(wren)
    answer = client.post(reverse("notifications:news"), GIVEN | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="23:30"' in text_of(answer)
    assert NewsSettings.objects.count() == 0


def test_no_quiet_hours_are_a_choice(wren):
    client = people.client_of(wren)
    client.post(reverse("notifications:news"), GIVEN | {"quiet_from": "", "quiet_to": ""})
    assert NewsSettings.objects.get().quiet_from is None


def test_a_way_is_turned_off_and_on(wren, way):
    client = people.client_of(wren)
    address = reverse("notifications:bring_news", args=[way.pk])
    assert "What is new is not told here." in text_of(client.post(address, follow=True))
    assert not Way.objects.get().brings_news
    assert "What is new is told here." in text_of(client.post(address, {"on": "1"}, follow=True))
    assert Way.objects.get().brings_news


def test_nobody_turns_anothers_way(wren, way, programme):
    other = people.make_account(programme=programme, roles=[Role.MEMBER])
    address = reverse("notifications:bring_news", args=[way.pk])
    assert people.client_of(other).post(address).status_code == 404
    assert Way.objects.get().brings_news


@pytest.fixture
def stop(way, settings):
    settings.SITE_URL = "https://quiet.example"
    return queries.stop_address(way).removeprefix("https://quiet.example")


def test_a_scanner_that_opens_the_address_changes_nothing(stop):
    page = text_of(Client().get(stop))
    assert "Send me no more" in page
    assert Way.objects.get().brings_news


def test_a_mail_program_ends_it_by_one_request(stop):
    """RFC 8058, 3.1: no cookie, no form of ours, exactly this body."""
    client = Client(enforce_csrf_checks=True)
    body = "List-Unsubscribe=One-Click"
    kind = "application/x-www-form-urlencoded"
    answer = client.post(stop, data=body, content_type=kind)
    assert answer.status_code == 200
    assert not Way.objects.get().brings_news
    again = client.post(stop, data=body, content_type=kind)
    assert "It is done." in text_of(again)


def test_the_page_names_nobody_and_nothing(stop, wren):
    page = text_of(Client().post(stop))
    for word in ("planted", wren.pseudonym, "conversation"):
        assert word not in page


def test_a_made_up_address_is_none(stop, way):
    wrong = reverse("notifications:stop", args=[way.pk, "0" * 64])
    assert Client().post(wrong).status_code == 404
    assert Way.objects.get().brings_news


def test_an_address_of_a_way_that_is_forgotten_still_says_yes(stop, way, wren):
    actions.remove_way(way_id=way.pk, by=wren)
    assert Client().post(stop).status_code == 200
