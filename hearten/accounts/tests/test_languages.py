"""Choosing a language at the foot of a page."""

import pytest

from hearten.accounts.tests.factories import client_of, make_account

pytestmark = pytest.mark.django_db


def test_a_signed_in_persons_choice_holds_on_every_page_and_device():
    person = make_account(language="en")
    client = client_of(person)
    assert client.post("/language/", {"language": "ar", "next": "/"}).status_code == 302
    assert 'lang="ar" dir="rtl"' in client.get("/me/account/").text
    assert 'lang="ar" dir="rtl"' in client_of(person).get("/me/account/").text


def test_the_rest_of_the_settings_stays():
    person = make_account(time_zone="Europe/Madrid")
    client_of(person).post("/language/", {"language": "es", "next": "/"})
    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("es", "Europe/Madrid")


def test_an_unknown_language_changes_nothing():
    person = make_account(language="en")
    client_of(person).post("/language/", {"language": "xx", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"


def test_a_visitor_has_it_in_this_browser(client):
    client.post("/language/", {"language": "es", "next": "/"})
    assert 'lang="es"' in client.get("/sign-in/").text
