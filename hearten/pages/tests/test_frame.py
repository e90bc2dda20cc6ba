"""The navigation by role, its badges, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions as conversations
from hearten.forum import actions as forum
from hearten.forum.tests.factories import make_space, start
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.pages.context import frame, live_url
from hearten.pages.tests import scenes
from hearten.pages.tests.scenes import make_account, make_programme, matching

pytestmark = pytest.mark.django_db


def request_of(account, path="/"):
    request = RequestFactory().get(path)
    request.user = account
    return request


def shown(account, path="/"):
    return [(item.label, item.badge) for item in frame(request_of(account, path))["navigation"]]


def test_a_visitor_can_join_and_sign_in_and_hears_nothing_live():
    found = frame(request_of(AnonymousUser()))
    assert [item.url for item in found["navigation"]] == [
        reverse("accounts:join"),
        reverse("accounts:sign_in"),
    ]
    assert found["live_url"] == ""


def brand(client, path):
    found = re.search(r'class="brand".*?</svg>([^<]*)</a>', client.get(path).text, re.DOTALL)
    assert found is not None
    return found[1]


VISITED = ("/", "/join/", "/sign-in/", "/safety/crisis/", "/leaving/")


def test_a_visitor_reads_one_name_on_every_page(client):
    assert {brand(client, path) for path in VISITED} == {"Hearten"}
    closed = make_programme("Night Ferry")
    closed.open_to_join = False
    closed.save()
    assert {brand(client, path) for path in VISITED} == {"Night Ferry"}
    make_programme("Day Ferry")
    assert {brand(client, path) for path in VISITED} == {"Hearten"}


def test_without_a_database_a_page_stands_without_the_name(client, monkeypatch):
    def fail():
        raise OperationalError

    make_programme("Night Ferry")
    monkeypatch.setattr("hearten.pages.context.programme_to_join", fail)
    assert brand(client, "/leaving/") == "Hearten"


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.MEMBER, ["Home", "Community", "Groups", "My plan", "About me", "Account"]),
        (
            Role.SUPPORTER,
            ["Home", "Inbox", "Community", "Groups", "My plan", "About me", "Account"],
        ),
        (Role.SUPERVISOR, ["Home", "Community", "Groups", "Account"]),
        (Role.MODERATOR, ["Home", "Reports", "Community", "Account"]),
        (Role.MANAGER, ["Home", "Programme", "Community", "Groups", "Account"]),
    ],
)
def test_each_role_has_its_entries(role, labels):
    person = scenes.somebody(make_programme(), role)
    assert shown(person) == [(label, 0) for label in labels]


def test_every_entry_leads_to_a_page_its_reader_may_see():
    person = make_account(roles=list(Role))
    client = client_of(person)
    items = frame(request_of(person))["navigation"]
    assert {item.url: client.get(item.url).status_code for item in items} == {
        item.url: 200 for item in items
    }


def test_the_entry_of_the_page_is_current_and_only_that():
    person = make_account(roles=[Role.MANAGER])
    for path, label in (
        ("/", "Home"),
        (reverse("pages:programme"), "Programme"),
        (reverse("accounts:people"), "Programme"),
        (reverse("profiles:about"), "About me"),
    ):
        items = frame(request_of(person, path))["navigation"]
        assert [item.label for item in items if item.current] == [label]


def test_badges_count_what_is_new():
    programme = make_programme()
    talk = scenes.talk(programme)
    matching.ask(make_account(programme=programme), programme)
    matching.sweep(programme)
    conversations.report_message(
        conversation_id=talk.conversation_id, seq=3, reason="other", words="", by=talk.member
    )
    moderator = scenes.somebody(programme, Role.MODERATOR)
    assert ("Home", 2) in shown(talk.member)
    assert ("Inbox", 1) in shown(talk.supporter)
    assert ("Reports", 1) in shown(moderator)


def test_who_was_told_that_somebody_waits_reads_it_in_the_menu():
    programme = make_programme()
    start(make_space(programme), make_account(programme=programme))
    staff = {role: scenes.somebody(programme, role) for role in Role}
    for hours, who in ((9, {Role.MODERATOR}), (13, {Role.MODERATOR, Role.SUPERVISOR})):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            forum.tell_of_waiting(by=SystemActor("tests"))
        assert {role for role, one in staff.items() if ("Community", 1) in shown(one)} == who


def test_an_account_in_no_programme_can_still_reach_its_account():
    person = make_account()
    person.memberships.all().delete()
    assert shown(person) == [("Account", 0)]


@pytest.mark.parametrize(
    ("role", "most"),
    [(Role.MEMBER, 3), (Role.SUPERVISOR, 3), (Role.MANAGER, 3), (Role.MODERATOR, 4)],
)
def test_the_frame_is_cheap(role, most, django_assert_num_queries):
    person = scenes.somebody(make_programme(), role)
    with django_assert_num_queries(most):
        found = frame(request_of(person))
        assert list(found["navigation"])
        assert str(found["current_programme"].name)


def test_a_supporters_frame_also_asks_who_may_be_named(django_assert_num_queries):
    person = scenes.somebody(make_programme(), Role.SUPPORTER)
    with django_assert_num_queries(5):  # roles, unread, blocks, proposals, groups
        assert list(frame(request_of(person))["navigation"])


def test_a_page_that_shows_no_navigation_asks_nothing(django_assert_num_queries):
    person = make_account()
    with django_assert_num_queries(0):
        frame(request_of(person))


def test_the_live_address_is_the_readers_own_host(settings):
    settings.LIVE_URL, settings.LIVE_PORT = "", 8123
    request = RequestFactory().get("/", headers={"host": "localhost:8000"})
    assert live_url(request) == "ws://localhost:8123/live"
    settings.LIVE_URL = "wss://example.org/live"
    assert live_url(request) == "wss://example.org/live"


def test_titles_are_neutral():
    programme = make_programme("Grief and Voices")
    manager = scenes.somebody(programme, Role.MANAGER)
    for client, path in (
        (Client(), "/"),
        (client_of(manager), "/"),
        (client_of(manager), "/programme/"),
    ):
        title = client.get(path).content.decode().split("<title>")[1].split("</title>")[0]
        assert title in {"Home", "Programme"}
