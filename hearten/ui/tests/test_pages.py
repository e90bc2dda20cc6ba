"""Leaving, languages, refusals and faults: each page calm, complete and stored nowhere."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.template.loader import render_to_string

from hearten.ui import views

pytestmark = [pytest.mark.urls("hearten.ui.tests.urls")]
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "405.html", "500.html")


@pytest.fixture
def session(client, db):
    session = client.session
    session["note"] = "private"
    session.save()
    return session


def test_leaving_ends_the_session_and_moves_on(client, session, settings):
    settings.QUICK_EXIT_URL = "https://weather.example/"
    response = client.post("/leave/")
    assert 'content="0; url=https://weather.example/"' in response.text
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert not type(session)().exists(session.session_key)


@pytest.mark.parametrize("foreign", ["cross-site", "same-site"])
def test_a_foreign_page_can_clear_nothing(client, db, foreign):
    response = client.post("/leave/", headers={"sec-fetch-site": foreign})
    assert "Clear-Site-Data" not in response.headers
    assert response.cookies == {}


def test_leaving_takes_every_cookie_along(client, session, settings):
    client.cookies["country"] = "PT"
    response = client.post("/leave/")
    assert set(response.cookies) == {settings.SESSION_COOKIE_NAME, "country"}
    assert {morsel["max-age"] for morsel in response.cookies.values()} == {0}


def test_the_page_that_moves_on_is_blank(client, db):
    text = client.post("/leave/").text
    assert "<body></body>" in text
    assert "<title>&#8203;</title>" in text
    assert "earten" not in text


@pytest.mark.django_db
def test_leaving_needs_no_token(settings):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/leave/").status_code == 200
    assert settings.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"}, (
        "else strangers could sign you out"
    )


@pytest.mark.django_db
def test_leaving_works_when_the_session_cannot_be_ended(client, monkeypatch, settings):
    def fail(request):
        raise DatabaseError

    monkeypatch.setattr(views, "logout", fail)
    response = client.post("/leave/")
    assert response.status_code == 200
    assert settings.SESSION_COOKIE_NAME in response.cookies


@pytest.mark.django_db
def test_opening_the_address_explains_and_ends_nothing(client, session):
    response = client.get("/leave/")
    assert response["Location"] == "/leaving/"
    assert client.session.get("note") == "private"
    assert SESSION_KEY not in client.session


@pytest.mark.django_db
def test_the_explanation_is_honest(client):
    text = client.get("/leaving/").text
    assert "cannot erase your browser’s history" in text
    assert "<kbd>Esc</kbd> three times" in text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/leaving/", "/languages/", "/styleguide/", "/fine/"])
def test_no_page_is_stored(client, path):
    assert client.get(path)["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/leaving/", "/languages/", "/styleguide/"])
def test_every_page_has_the_ways_out_first(client, path):
    text = client.get(path).text
    skip, help_now, leave, brand, main = (
        text.index(mark)
        for mark in ('class="skip"', 'class="safety"', "data-leave", 'class="brand"', 'id="main"')
    )
    assert skip < help_now < leave < brand < main
    assert "Crisis help" in text


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_no_context_and_keep_the_ways_out(name):
    text = render_to_string(name)
    assert "<h1>" in text
    assert "data-leave" in text
    assert "Crisis help" in text
    assert 'href="/"' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/denied/", 403), ("/broken/", 500)]
)
def test_errors_leak_nothing(client, path, status):
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == status
    assert "secret" not in response.text
    assert path.strip("/") not in response.text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/not-allowed/", 403, "Only supporters may do this."),
        ("/not-possible/", 409, "It has ended."),
        ("/invalid/", 422, "Please write something first."),
    ],
)
def test_refusals_say_what_the_action_said(client, path, status, words):
    response = client.get(path)
    assert response.status_code == status
    assert words in response.text


@pytest.mark.django_db
def test_expired_form_page_hides_the_reason(rf):
    response = views.csrf_failure(rf.post("/x/"), reason="CSRF cookie not set.")
    assert response.status_code == 403
    assert "CSRF" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        ("/fine/?a=1", "/fine/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("", "/"),
    ],
)
def test_language_page_leads_back_only_to_here(client, wanted, back):
    text = client.get("/languages/", {"next": wanted}).text
    assert f'name="next" value="{back}"' in text


@pytest.mark.django_db
def test_languages_call_themselves_by_their_own_name(client):
    text = client.get("/languages/").text
    assert "العربيّة" in text
    assert "Español" in text


@pytest.mark.django_db
def test_direction_follows_the_language(client):
    assert (
        '<html lang="ar" dir="rtl">'
        in client.get("/leaving/", headers={"accept-language": "ar"}).text
    )


@pytest.mark.django_db
def test_theme_can_be_forced_but_not_invented(client):
    assert 'data-theme="dark"' in client.get("/styleguide/?theme=dark").text.split("<body")[0]
    assert "data-theme" not in client.get("/styleguide/?theme=%22x").text.split("<body")[0]


@pytest.mark.django_db
def test_the_title_does_not_say_what_this_place_is(client):
    for path in ("/leaving/", "/languages/"):
        title = client.get(path).text.split("<title>")[1].split("</title>")[0]
        assert title in {"How this works", "Language"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/leaving/", "/nowhere/", "/denied/", "/not-possible/"])
def test_a_page_says_that_it_answers_a_form(client, path):
    assert " data-posted" in client.post(path).text
    assert "data-posted" not in client.get(path).text


@pytest.mark.django_db
def test_the_address_of_a_form_alone_is_no_blank_page(client):
    answer = client.get("/sign-in/passkey/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to read here" in answer.text
