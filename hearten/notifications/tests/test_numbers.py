"""A phone number: confirmed by a text, then texted and called."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotPossible
from hearten.notifications import actions, jobs, ports, queries
from hearten.notifications.models import Delivery, Way, Words
from hearten.notifications.rules import CODES_A_DAY, TESTS_A_DAY

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
NUMBER = "+34600100200"
PAGE = "/reach/"


def at(minutes: float):
    return clock.frozen(START + timedelta(minutes=minutes))


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def way(moderator, texts):
    added = actions.add_way(kind="sms", address="+34 600 100 200", by=moderator)
    Delivery.objects.all().delete()
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    return added


def call(person, *, cause="step:1", words=Words.PAGE, without=()):
    actions.send(
        people=[person.pk], subject="alert:1", cause=cause, words=words, without=without, by=SYSTEM
    )
    return sorted(Delivery.objects.filter(cause=cause).values_list("kind", flat=True))


def test_a_code_is_texted_and_confirms_it(moderator, texts):
    way = actions.add_way(kind="sms", address="+34 600 100 200", by=moderator)
    jobs.deliver_due()
    [letter] = texts.letters
    assert letter.address == NUMBER
    code = letter.text.removeprefix("Your code is ").partition(".")[0]
    assert actions.verify_way(way=way, code=code, by=moderator).verified_at
    assert [one.address for one in queries.ways_of(moderator)] == [NUMBER]


def test_unconfirmed_it_is_neither_texted_nor_called(moderator, texts, calls):
    actions.add_way(kind="sms", address=NUMBER, by=moderator)
    assert call(moderator) == ["in_app"]


def test_confirmed_it_is_texted_and_called(way, moderator, texts, calls):
    assert call(moderator) == ["in_app", "sms", "voice"]
    jobs.deliver_due()
    [text], [spoken] = texts.letters, calls.letters
    assert (text.address, spoken.address) == (NUMBER, NUMBER)
    assert text.text == spoken.text == "Something needs you. Please open the app."
    assert (text.press, spoken.press) == ("", "If you have it, press 1.")
    assert text.key != spoken.key


@pytest.mark.parametrize(
    ("without", "kinds"),
    [
        ({"voice"}, ["in_app", "sms"]),
        ({"sms"}, ["in_app", "voice"]),
        ({"sms", "voice"}, ["in_app"]),
    ],
)
def test_kinds_may_be_left_out(way, moderator, texts, calls, without, kinds):
    assert call(moderator, without=without) == kinds


def test_where_nobody_texts_any_more_it_is_still_called(way, moderator, calls):
    before = ports.provider_of("sms")
    ports.unbind_provider("sms")
    try:
        assert call(moderator) == ["in_app", "voice"]
        assert [one.usable for one in queries.ways_of(moderator)] == [True]
    finally:
        ports.bind_provider("sms", before)


def test_a_kind_nobody_carries_here_is_left_out(way, moderator, texts):
    assert call(moderator) == ["in_app", "sms"]


def test_whoever_is_called_hears_their_own_language(programme, texts, calls):
    person = people.make_account(programme=programme, roles=[Role.MODERATOR], language="es")
    actions.add_way(kind="sms", address=NUMBER, by=person)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    call(person)
    jobs.deliver_due()
    [spoken] = calls.letters
    assert (spoken.language, spoken.text.partition(".")[0]) == ("es", "Algo te necesita")


def test_a_code_and_a_test_have_nothing_to_press(way, moderator, calls):
    actions.send_test(way=way, kind="voice", by=moderator)
    jobs.deliver_due()
    [spoken] = calls.letters
    assert (spoken.text, spoken.press) == ("This is a test. You need do nothing.", "")


def test_what_is_no_number_is_said_beside_the_field(moderator, texts):
    with pytest.raises(Invalid) as refused:
        actions.add_way(kind="sms", address="600 100 200", by=moderator)
    assert list(refused.value.fields) == ["number"]
    text = text_of(
        people.client_of(moderator).post(reverse("notifications:add_phone"), {"number": "600"})
    )
    assert "such as +34 600 100 200" in text
    assert 'value="600"' in text
    assert Way.objects.count() == 0


def test_codes_by_text_are_bounded_however_often_it_is_taken_away(moderator, texts):
    with at(0):
        for _time in range(CODES_A_DAY):
            way = actions.add_way(kind="sms", address=NUMBER, by=moderator)
            actions.remove_way(way_id=way.pk, by=moderator)
        with pytest.raises(NotPossible):
            actions.add_way(kind="sms", address=NUMBER, by=moderator)
    assert (Way.objects.count(), Delivery.objects.count()) == (0, CODES_A_DAY)
    with at(24 * 60 + 1):
        actions.add_way(kind="sms", address=NUMBER, by=moderator)


def test_tests_are_bounded_too(way, moderator, texts):
    for minute in range(TESTS_A_DAY):
        with at(2 * minute):
            actions.send_test(way=way, kind="sms", by=moderator)
    with at(2 * TESTS_A_DAY), pytest.raises(NotPossible):
        actions.send_test(way=way, kind="sms", by=moderator)
    with at(24 * 60 + 1):
        actions.send_test(way=way, kind="sms", by=moderator)
    assert Delivery.objects.filter(words="test").count() == TESTS_A_DAY + 1


def test_from_adding_to_a_test_on_the_page(moderator, texts, calls):
    client = people.client_of(moderator)
    done = client.post(reverse("notifications:add_phone"), {"number": NUMBER}, follow=True)
    assert "We sent a code there." in text_of(done)
    jobs.deliver_due()
    code = texts.letters[0].text.removeprefix("Your code is ").partition(".")[0]
    way = Way.objects.get()
    client.post(reverse("notifications:verify_way", args=[way.pk]), {"code": code})
    test = reverse("notifications:send_test", args=[way.pk, "sms"])
    assert "The last test is on its way." in text_of(client.post(test, follow=True))
    assert "Please wait a minute before the next." in text_of(client.post(test, follow=True))
    jobs.deliver_due()
    assert "The provider took the last test:" in text_of(client.get(PAGE))
    sent = Delivery.objects.get(words="test")
    actions.note_outcome(delivery_id=sent.pk, fault="", by=SYSTEM)
    assert "The last test arrived:" in text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (ports.NotDelivered("twilio_21211", again=False), "The last test was not sent."),
        (ports.NotDelivered("twilio_20429", again=True), "has not been taken yet. We try again."),
    ],
)
def test_a_test_that_fails_says_so_and_why(way, moderator, calls, refusal, words):
    calls.refusals = [refusal]
    actions.send_test(way=way, kind="voice", by=moderator)
    jobs.deliver_due()
    text = text_of(people.client_of(moderator).get(PAGE))
    assert words in text
    assert refusal.code in text


def test_a_test_needs_ones_own_confirmed_way_of_that_kind(way, moderator, programme, provider):
    other = people.make_account(programme=programme, roles=[Role.MODERATOR])
    with pytest.raises(NotPossible):
        actions.send_test(way=way, kind="sms", by=other)
    with pytest.raises(NotPossible):
        actions.send_test(way=way, kind="email", by=moderator)
    Way.objects.update(verified_at=None)
    with pytest.raises(NotPossible):
        actions.send_test(way=way, kind="sms", by=moderator)
    client = people.client_of(moderator)
    strange = reverse("notifications:send_test", args=[way.pk, "pigeon"])
    assert client.post(strange).status_code == 404
    assert Delivery.objects.count() == 0
