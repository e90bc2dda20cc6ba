"""The crisis page: everywhere, for everybody, and when nothing else works."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.crisis import actions, rules
from hearten.crisis.models import CrisisLineKind
from hearten.foundation import clock

PAGE = reverse("crisis:help")
GERMANY = {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9"}


def page(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_every_shipped_country_shows_each_of_its_numbers(client):
    assert len(rules.shipped().countries) == 245
    for country in rules.shipped().countries:
        text = page(client, country=country)
        lines = rules.by_country(country, rules.shipped().lines)
        assert lines.emergency, country
        for line in (*lines.emergency, *lines.crisis):
            shown = f'href="tel:{line.dial}"' if line.dial else line.text_to
            assert shown in text, (country, line)
        assert ("We do not know of a crisis line" in text) == (not lines.crisis), country


@pytest.mark.django_db
def test_a_country_without_numbers_says_what_to_do(client):
    text = page(client, country="NA")
    assert "Namibia" in text
    assert 'href="tel:112"' in text
    assert "We do not know of a crisis line in Namibia" in text


@pytest.mark.django_db
def test_all_countries_can_be_chosen_in_the_readers_language(client):
    client.cookies["language"] = "es"
    text = page(client, country="ES")
    for country in rules.shipped().countries:
        assert f'<option value="{country}"' in text
    assert '<option value="DE">Alemania</option>' in text


@pytest.mark.django_db
def test_the_choice_is_remembered_by_this_browser_only(client):
    page(client, country="JP")
    assert "tel:119" in page(client)
    cookie = client.cookies["country"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("JP", True, "Lax")
    assert "tel:119" not in page(Client())


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "ZZ", "de", "<b>", "DEU", "\x00"])
def test_an_unknown_country_is_not_remembered(client, wrong):
    page(client, country=wrong)
    assert "country" not in client.cookies


@pytest.mark.django_db
def test_the_readers_own_country_comes_before_the_programmes():
    person = people.make_account(programme=people.make_programme(country="ES"))
    client = people.client_of(person)
    assert "Spain" in page(client)
    person.country = "FR"
    person.save()
    assert "<strong>France</strong>" in page(client)
    assert "<strong>Kenya</strong>" in page(client, country="KE")


@pytest.mark.django_db
def test_signed_out_the_installations_country_is_shown(client):
    people.make_programme(country="IE")
    assert "<strong>Ireland</strong>" in page(client)


@pytest.mark.django_db
def test_with_nothing_known_the_browsers_region_is_a_guess_and_else_it_asks(client):
    assert "<strong>Germany</strong>" in client.get(PAGE, **GERMANY).content.decode()
    text = page(client)
    assert "Tell us which country you are in" in text
    assert 'href="tel:112"' in text


@pytest.mark.django_db
def test_numbers_nobody_checked_for_a_year_say_so(client):
    warning = "Nobody has checked these numbers for more than a year"
    with clock.frozen(datetime(2027, 8, 8, 12, tzinfo=UTC)):
        assert warning not in page(client, country="ES")
    with clock.frozen(datetime(2027, 8, 9, 12, tzinfo=UTC)):
        assert warning in page(client, country="ES")


@pytest.mark.django_db
def test_the_browsers_own_country_is_offered_first_unless_one_was_chosen(client):
    people.make_programme(country="GB")
    mexico = {"HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9,en;q=0.8"}
    offer = f'href="{PAGE}?country=MX"'
    text = client.get(PAGE, **mexico).text
    assert text.index("<h1>") < text.index(offer) < text.index('href="tel:999"')
    assert offer not in client.get(PAGE, HTTP_ACCEPT_LANGUAGE="en-GB").text
    assert offer not in client.get(PAGE, {"country": "MX"}, **mexico).text
    assert "?country=" not in client.get(PAGE, {"country": "JP"}, **mexico).text
    assert "?country=" not in client.get(PAGE, **mexico).text


@pytest.mark.django_db
def test_lines_that_never_close_are_not_said_to_close(client):
    assert "Some lines close at night" not in page(client, country="GB")
    assert "Some lines close at night" in page(client, country="MX")
    assert 'href="sms:85258"' in page(client, country="GB")


@pytest.mark.django_db
def test_the_title_says_nothing(client):
    assert "<title>Phone numbers</title>" in page(client)


@pytest.mark.django_db
def test_the_page_takes_few_queries_whatever_the_country(client, django_assert_num_queries):
    people.make_programme()
    with django_assert_num_queries(4):  # one of them for the name on top
        client.get(PAGE)
    with django_assert_num_queries(3):
        client.get(PAGE, {"country": "GT"})


@pytest.fixture
def no_database(monkeypatch, db):
    """Every use of the database fails as when its server is gone."""

    def gone(*args, **kwargs):
        raise OperationalError("the server is gone")

    people_ = people.make_account(programme=people.make_programme(country="FR"))
    signed_in = people.client_of(people_)
    signed_in.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", gone)
        broken.setattr(connection, "ensure_connection", gone)
        yield signed_in


def test_without_a_database_the_shipped_numbers_are_shown(no_database, client, caplog):
    assert "tel:999" in page(client, country="GB")
    client.cookies["country"] = "JP"
    assert "tel:119" in page(client)


def test_without_a_database_a_signed_in_person_gets_them_too(no_database, caplog):
    response = no_database.get(PAGE, **GERMANY)
    assert response.status_code == 200
    text = response.content.decode()
    assert "<strong>Germany</strong>" in text
    assert 'href="tel:112"' in text
    assert response["Cache-Control"] == "no-store"
    assert no_database.get(PAGE, {"country": "KE"}).cookies["country"].value == "KE"


def test_without_a_database_the_api_answers_a_signed_in_person_too(no_database, caplog):
    answer = no_database.get("/api/v1/crisis-lines/ke")
    assert answer.status_code == 200
    shipped = rules.by_country("KE", rules.shipped().lines)
    data = answer.json()
    assert (data["country"], data["name"]) == ("KE", "Kenya")
    assert [line["dial"] for line in data["crisis"]] == [line.dial for line in shipped.crisis]
    assert data["crisis"][0]["checked_on"] == "2026-08-08"
    assert no_database.get("/api/v1/crisis-lines/zz").status_code == 404


def test_other_pages_are_left_as_they_failed(no_database, caplog):
    assert no_database.get("/safety/cases/").status_code >= 404


@pytest.mark.django_db
def test_the_api_gives_the_lines_of_a_country_to_everybody(client):
    answer = client.get("/api/v1/crisis-lines/gb")
    assert answer.status_code == 200
    data = answer.json()
    assert (data["country"], data["name"]) == ("GB", "United Kingdom")
    assert [line["dial"] for line in data["emergency"]] == ["999", "112"]
    assert data["crisis"][0]["dial"] == "116123"
    assert data["crisis"][0]["checked_on"] == "2026-08-08"
    assert client.get("/api/v1/crisis-lines/zz").status_code == 404
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs").status_code == 404


@pytest.mark.django_db
def test_a_line_that_only_answers_texts_has_no_call_link(client):
    text = page(client, country="GB")
    assert "85258 (SHOUT)" in text[text.index("Shout") :]
    assert "tel:85258" not in text
    assert 'href="tel:"' not in text


@pytest.mark.django_db
def test_what_managers_write_is_shown_as_text_and_never_as_markup(client):
    from hearten.crisis import actions
    from hearten.crisis.models import CrisisLineKind

    actions.save_crisis_line(
        programme=people.make_programme(),
        country="ES",
        kind=CrisisLineKind.CRISIS,
        fields={
            "phone": '1"><script>alert(1)</script>',
            "name": "<b>Night</b>",
            "website": "https://example.org/?a=1&b=2",
        },
        by=people.TESTS,
    )
    text = page(client, country="ES")
    assert "<script>alert" not in text
    assert "&lt;b&gt;Night&lt;/b&gt;" in text
    assert 'href="tel:11"' in text
    assert 'href="https://example.org/?a=1&amp;b=2" rel="noreferrer"' in text


@pytest.mark.django_db
def test_nothing_is_fetched_from_another_place(client):
    import re

    for country in ("GB", "NA", ""):
        text = page(client, country=country)
        fetched = re.findall(
            r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=\"([^\"]+)", text
        )
        assert fetched
        assert all(address.startswith("/") for address in fetched)


@pytest.mark.django_db
def test_lines_in_the_readers_language_come_first_and_the_languages_are_named(client):
    client.cookies["language"] = "ar"
    text = page(client, country="BH")
    assert text.index("tel:66710901") < text.index("tel:38447588")
    client.cookies["language"] = "es"
    text = page(client, country="US")
    assert "inglés y español" in text


@pytest.mark.django_db
def test_lines_of_a_region_stand_below_those_for_everybody_under_its_name(client, programme):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    for phone, region in (("061", "Galicia"), ("061 2", "Catalunya"), ("717", "")):
        actions.save_crisis_line(
            programme=programme,
            country="ES",
            kind=CrisisLineKind.CRISIS,
            fields={"phone": phone, "region": region, "languages": "ca es" if region else ""},
            by=manager,
        )
    text = page(client, country="ES")
    wanted = ["tel:024", "tel:717", "Only for <bdi>Catalunya", "tel:0612", "Galicia", "tel:061"]
    places = [text.index(one) for one in wanted[:-1]] + [text.rindex(wanted[-1])]
    assert places == sorted(places)
