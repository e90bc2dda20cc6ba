"""Notifications in a browser: added by it, one person's, and taken off when its service says so."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.notifications import actions, jobs, ports, queries
from hearten.notifications.models import Delivery, Kind, Way, Words
from hearten.notifications.rules import Subscription
from hearten.notifications.tests.browsers import Browser

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
PAGE = "/reach/"
GONE = ports.NotDelivered("gone", again=False, gone=True)


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def way(moderator, push_provider, browser):
    return actions.add_browser(**browser.given, by=moderator)


def call(person, cause="step:1"):
    return actions.send(
        people=[person.pk], subject="alert:1", cause=cause, words=Words.PAGE, by=SYSTEM
    )


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_it_is_used_at_once_and_given_the_sentence(way, moderator, browser, push_provider):
    assert call(moderator) == 2
    jobs.deliver_due()
    [letter] = push_provider.letters
    assert Subscription.of(letter.address) == Subscription(**browser.given)
    assert letter.text == "Something needs you. Please open the app."


def test_the_same_browser_again_is_the_same_way_with_its_new_keys(way, moderator, push_provider):
    fresh = Browser(Browser().given["endpoint"])
    assert actions.add_browser(**fresh.given, by=moderator) == way
    call(moderator)
    jobs.deliver_due()
    [letter] = push_provider.letters
    assert Subscription.of(letter.address) == Subscription(**fresh.given)


def test_a_browser_is_of_whoever_added_it_last(way, programme, browser):
    other = people.make_account(programme=programme, roles=[Role.MODERATOR])
    mine = actions.add_browser(**browser.given, by=other)
    assert list(Way.objects.all()) == [mine]
    assert mine.account == other


def test_it_is_stored_sealed(way):
    with connection.cursor() as cursor:
        for table in ("notifications_way", "notifications_delivery", "audit_event"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
            text = " ".join(row for (row,) in cursor.fetchall()).lower()
            assert "planted" not in text
            assert b"planted".hex() not in text


def test_one_that_is_gone_is_taken_off_and_its_owner_is_told(way, moderator, push_provider):
    push_provider.refusals = [GONE]
    call(moderator)
    jobs.deliver_due()
    way.refresh_from_db()
    assert (way.sealed_address, way.gone_at is not None) == (None, True)
    assert Delivery.objects.get(kind="push").state == "failed"
    assert call(moderator, "step:2") == 1  # on the pages alone
    assert queries.people_with_ways([moderator.pk]) == set()
    client = people.client_of(moderator)
    assert "This browser does not take our calls any more" in text_of(client.get(PAGE))
    for page in ("/", reverse("safety:duty")):
        assert "A browser you used for calls does not take them" in text_of(client.get(page))
    client.post(reverse("notifications:remove_way", args=[way.pk]))
    for page in ("/", reverse("safety:duty")):
        assert "A browser you used for calls" not in text_of(client.get(page))
    assert Event.objects.filter(verb="notifications.way_gone").count() == 1


def test_what_waited_for_one_that_is_gone_is_withdrawn(way, moderator, push_provider):
    push_provider.refusals = [ports.NotDelivered("busy", again=True)]
    start = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
    with clock.frozen(start):
        call(moderator)
        jobs.deliver_due()
    Way.objects.update(gone_at=start, sealed_address=None)
    with clock.frozen(start + timedelta(seconds=3)):
        jobs.deliver_due()
    assert Delivery.objects.get(kind="push").state == "withdrawn"


def test_added_again_it_is_there_again(way, moderator, browser, push_provider):
    push_provider.refusals = [GONE]
    call(moderator)
    jobs.deliver_due()
    assert actions.add_browser(**browser.given, by=moderator).gone_at is None
    call(moderator, "step:2")
    jobs.deliver_due()
    assert len(push_provider.letters) == 2


def test_one_that_is_gone_does_not_count_among_the_five(moderator, push_provider):
    for number in range(5):
        actions.add_browser(**Browser(f"https://p.planted.example/{number}").given, by=moderator)
    sixth = Browser("https://p.planted.example/6").given
    with pytest.raises(NotPossible):
        actions.add_browser(**sixth, by=moderator)
    Way.objects.filter(pk=Way.objects.all()[0].pk).update(gone_at=clock.now(), sealed_address=None)
    assert actions.add_browser(**sixth, by=moderator).verified_at is not None


@pytest.mark.parametrize(
    "change",
    [{"sealed_address": None}, {"gone_at": clock.now()}],
)
def test_the_database_keeps_an_address_or_its_end(way, change):
    with pytest.raises(IntegrityError, match="way_gone_has_no_address"), transaction.atomic():
        Way.objects.update(**change)


def test_only_a_browser_ends_by_itself(moderator, provider):
    actions.add_way(kind="email", address="heron@planted.example", by=moderator)
    with pytest.raises(IntegrityError, match="way_gone_has_no_address"), transaction.atomic():
        Way.objects.update(gone_at=clock.now(), sealed_address=None)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR])
def test_whoever_is_not_called_adds_a_browser_for_news(programme, push_provider, browser, role):
    person = people.make_account(programme=programme, roles=[role])
    people.client_of(person).post(reverse("notifications:add_browser"), browser.given)
    assert Way.objects.get().brings_news


def test_what_a_moderator_adds_is_for_calls_until_they_say_so(moderator, push_provider, browser):
    assert not actions.add_browser(**browser.given, by=moderator).brings_news


def test_nobody_from_outside_adds_a_browser(programme, push_provider, browser):
    person = people.make_account(programme=programme, roles=[Role.MEMBER])
    accounts.end_role(account=person, programme=programme, role=Role.MEMBER, by=people.TESTS)
    with pytest.raises(NotAllowed):
        actions.add_browser(**browser.given, by=person)


def test_by_the_page(moderator, push_provider, browser, settings):
    client = people.client_of(moderator)
    page = text_of(client.get(PAGE))
    assert f'data-key="{settings.PUSH_PUBLIC_KEY}"' in page
    assert "Your browser asks you first whether it may" in page
    done = client.post(reverse("notifications:add_browser"), browser.given, follow=True)
    assert "This browser will show it from now on." in text_of(done)
    assert "planted" not in text_of(done)
    wrong = client.post(reverse("notifications:add_browser"), {"endpoint": "x"}, follow=True)
    assert "This browser gave an address that we cannot use." in text_of(wrong)
    assert Way.objects.count() == 1


def test_without_a_provider_there_is_no_such_part(moderator, browser):
    client = people.client_of(moderator)
    assert "data-push" not in text_of(client.get(PAGE))
    client.post(reverse("notifications:add_browser"), browser.given)
    assert Way.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Something needs you. Please open the app."), ("es", "Algo te necesita.")],
)
def test_the_worker_knows_the_sentence_and_the_page_and_keeps_nothing(client, language, words):
    response = client.get(reverse("notifications:worker"), HTTP_ACCEPT_LANGUAGE=language)
    script = response.content.decode()
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert words.encode("ascii", "backslashreplace").decode() in script.partition("\n")[0]
    assert '"page": "/safety/duty/"' in script
    assert [word for word in ("caches", "indexedDB", '"fetch"') if word in script] == []


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_twice_at_once_is_one_browser(moderator, push_provider, browser):
    at_once(*[lambda: actions.add_browser(**browser.given, by=moderator)] * 3)
    assert Way.objects.count() == 1


def test_where_nobody_carries_it_any_more_its_owner_is_told(way, moderator):
    before = ports.provider_of("push")
    ports.unbind_provider("push")
    try:
        text = text_of(people.client_of(moderator).get(PAGE))
        assert call(moderator) == 1
    finally:
        ports.bind_provider("push", before)
    assert "This cannot be used here at the moment." in text


def test_what_nobody_carries_when_it_is_due_is_given_up(way, moderator):
    call(moderator)
    before = ports.provider_of("push")
    ports.unbind_provider("push")
    try:
        jobs.deliver_due()
    finally:
        ports.bind_provider("push", before)
    row = Delivery.objects.get(kind="push")
    assert (row.state, row.fault) == ("failed", "no_provider")
    way.refresh_from_db()
    assert way.gone_at is None


def test_forgotten_by_its_owner_nothing_is_left(way, moderator):
    call(moderator)
    people.client_of(moderator).post(reverse("notifications:remove_way", args=[way.pk]))
    jobs.deliver_due()
    assert (Way.objects.count(), Delivery.objects.get(kind="push").state) == (0, "withdrawn")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_page_reads_in_every_language_and_shows_no_endpoint(way, moderator, language):
    moderator.language = language
    moderator.save()
    text = text_of(people.client_of(moderator).get(PAGE))
    with translation.override(language):
        assert queries.said(Words.PAGE)[1] in text
        assert str(Kind.PUSH.label) in text
    assert "push.planted.example" not in text
