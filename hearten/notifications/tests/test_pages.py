"""The page where a moderator says how they can be reached."""

from html import unescape

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.notifications import jobs
from hearten.notifications.models import Way

pytestmark = pytest.mark.django_db
PAGE = "/reach/"


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_from_adding_to_forgetting(moderator, provider):
    client = people.client_of(moderator)
    text = text_of(client.post(PAGE, {"address": "heron@planted.example"}, follow=True))
    assert "Not in use yet" in text
    jobs.deliver_due()
    code = provider.letters[0].text.removeprefix("Your code is ").partition(".")[0]
    way = Way.objects.get()
    verify = reverse("notifications:verify_way", args=[way.pk])
    wrong = text_of(client.post(verify, {"code": "12"}))
    assert "This is not the code" in wrong
    assert 'value="12"' in wrong
    assert "In use" in text_of(client.post(verify, {"code": code}, follow=True))
    client.post(reverse("notifications:remove_way", args=[way.pk]))
    assert Way.objects.count() == 0


def test_an_empty_field_is_answered_once_and_adds_nothing(moderator, provider):
    text = text_of(people.client_of(moderator).post(PAGE, {"address": " "}))
    assert "Please answer this one." in text
    assert "such as name@example.org" not in text
    assert Way.objects.count() == 0


def test_a_wrong_address_is_said_beside_the_field_and_stays_typed(moderator, provider):
    text = text_of(people.client_of(moderator).post(PAGE, {"address": "heron@"}))
    assert "such as name@example.org" in text
    assert 'value="heron@"' in text


def test_after_a_wrong_address_it_still_says_what_it_is_for(moderator, provider):
    client = people.client_of(moderator)
    for page in (client.get(PAGE), client.post(PAGE, {"address": "heron@"})):
        assert "so that we can call you when somebody is in danger" in text_of(page)
        assert "so that we can tell you that something is new" not in text_of(page)


def test_another_code_too_soon_is_refused_kindly(moderator, provider):
    client = people.client_of(moderator)
    client.post(PAGE, {"address": "heron@planted.example"})
    again = reverse("notifications:send_code", args=[Way.objects.get().pk])
    assert "Please wait a minute" in text_of(client.post(again, follow=True))


def test_without_email_the_page_says_so(moderator):
    text = text_of(people.client_of(moderator).get(PAGE))
    assert "has set up no other way" in text


@pytest.mark.parametrize("name", ["verify_way", "send_code", "remove_way"])
def test_anothers_way_does_not_exist(programme, moderator, provider, name):
    people.client_of(moderator).post(PAGE, {"address": "heron@planted.example"})
    way = Way.objects.get()
    other = people.make_account(programme=programme, roles=[Role.MODERATOR])
    address = reverse(f"notifications:{name}", args=[way.pk])
    assert people.client_of(other).post(address).status_code == 404
    assert "planted" not in text_of(people.client_of(other).get(PAGE)).lower()
    assert Way.objects.count() == 1
