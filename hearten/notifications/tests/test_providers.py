"""The managers' page about what the installation can call by."""

from html import unescape

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, jobs, ports, queries
from hearten.notifications.models import Way, Words
from hearten.notifications.templatetags.faults import fault_words

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
PAGE = "/reach/here/"


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def manager(programme):
    return people.make_account("Open Window", programme=programme, roles=[Role.MANAGER])


def with_number(person, number="+34600100200"):
    actions.add_way(kind="sms", address=number, by=person)
    jobs.deliver_due()  # the code
    Way.objects.update(verified_at=clock.now(), sealed_code=None)


def test_nothing_set_up_says_what_to_set(manager):
    text = text_of(people.client_of(manager).get(PAGE))
    assert text.count("Not set up") == 4
    for name in ("EMAIL_HOST", "TWILIO_TEXT_FROM", "TWILIO_CALL_FROM", "SITE_URL"):
        assert name in text


def test_counts_are_of_the_programme_alone(programme, moderator, texts, calls):
    stranger = people.make_account(programme=people.make_programme(), roles=[Role.MODERATOR])
    with_number(moderator)
    with_number(stranger, "+34600100201")
    calls.refusals = [ports.NotDelivered("twilio_21211", again=False)]
    for person in (moderator, stranger):
        actions.send(
            people=[person.pk], subject="alert:1", cause="step:1", words=Words.PAGE, by=SYSTEM
        )
        jobs.deliver_due()
    read = {one.kind: one for one in queries.kinds_of(programme)}
    assert [
        (one.here, one.people, one.sent, one.failed, one.last_fault) for one in read.values()
    ] == [
        (False, 0, 0, 0, ""),  # browsers
        (False, 0, 0, 0, ""),  # email
        (True, 1, 2, 0, ""),  # texts: the code and the call
        (True, 1, 0, 1, "twilio_21211"),  # calls
    ]


def test_the_page_shows_the_last_reason_and_no_address(manager, moderator, texts, calls):
    with_number(moderator)
    calls.refusals = [ports.NotDelivered("twilio_21211", again=False)]
    actions.send(people=[moderator.pk], subject="a", cause="s", words=Words.PAGE, by=SYSTEM)
    jobs.deliver_due()
    text = text_of(people.client_of(manager).get(PAGE))
    assert "twilio_21211" in text
    assert "600100200" not in text
    assert moderator.pseudonym not in text


def test_a_manager_tries_it_on_themselves_and_is_not_called(manager, moderator, texts):
    with_number(manager)
    client = people.client_of(manager)
    page = text_of(client.get(reverse("notifications:ways")))
    assert "You are not a moderator, so you are not called." in page
    way = Way.objects.get()
    client.post(reverse("notifications:send_test", args=[way.pk, "sms"]))
    jobs.deliver_due()
    assert texts.letters[-1].text == "This is a test. You need do nothing."


@pytest.mark.parametrize("role", [one for one in Role if one != Role.MEMBER])
def test_only_managers_have_this_page(programme, role):
    person = people.make_account(programme=programme, roles=[role])
    expected = 200 if role == Role.MANAGER else 404
    assert people.client_of(person).get(PAGE).status_code == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("gaierror", "the provider could not be reached"),
        ("too_slow", "the provider could not be reached"),
        ("no_provider", "it is not set up here"),
        ("twilio_21211", "twilio_21211"),
    ],
)
def test_a_reason_is_in_words_where_there_are_some(code, said):
    assert fault_words(code) == said
