"""A key pressed in a call: taken only from the provider, once, and only while it can mean something."""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation import clock, ids
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.tests.at_once import at_once
from hearten.notifications import actions, ports
from hearten.notifications.actions import Answer
from hearten.notifications.models import Delivery, Way, Words

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
TOKEN = "planted-token"
SITE = "https://planted.example"
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)


class Taker:
    """Stands in for the domain whose calls these are."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, object]] = []
        self.says: bool | Exception = True

    def __call__(self, *, subject: str, by: object) -> bool:
        self.taken.append((subject, by))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def taker():
    before, standing_in = ports.on_answer(), Taker()
    ports.bind_on_answer(standing_in)
    yield standing_in
    ports.bind_on_answer(before)


@pytest.fixture(autouse=True)
def _provider(settings):
    settings.TWILIO_TOKEN, settings.SITE_URL = TOKEN, SITE


@pytest.fixture
def call(moderator, texts, calls, taker):
    actions.add_way(kind="sms", address="+34600100200", by=moderator)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    return made(moderator)


def made(person, words=Words.PAGE) -> Delivery:
    actions.send(people=[person.pk], subject="alert:1", cause="step:1", words=words, by=SYSTEM)
    return Delivery.objects.get(kind="voice")


def signature(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """As the provider signs: the address and each field in the order of names, HMAC-SHA-1."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), "sha1")).decode()


def pressed(call_id, digits="1", *, signed=None, **more):
    path = reverse("notifications:answer_call", args=[call_id])
    form = {"CallSid": "CA1", "Digits": digits, "To": "+34600100200", **more}
    sign = signature(SITE + path, form) if signed is None else signed
    return Client(enforce_csrf_checks=True).post(path, form, headers={"X-Twilio-Signature": sign})


def said(response) -> str:
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    spoken = ElementTree.fromstring(response.content)  # noqa: S314 - ours
    assert [one.tag for one in spoken] == ["Say", "Hangup"]
    return spoken[0].text or ""


def test_one_takes_it_for_whoever_was_called(call, moderator, taker):
    assert said(pressed(call.pk)) == "Thank you. It is yours now. Please open the app."
    assert taker.taken == [("alert:1", moderator)]
    call.refresh_from_db()
    assert call.answered_at is not None
    event = Event.objects.get(verb="notifications.call_answered")
    assert (event.actor_id, event.object_id) == (moderator.pk, str(call.pk))


def test_sent_again_it_changes_nothing_and_says_the_same(call, taker):
    assert said(pressed(call.pk)) == said(pressed(call.pk))
    assert len(taker.taken) == 1
    assert Event.objects.filter(verb="notifications.call_answered").count() == 1


def test_who_comes_late_hears_that_somebody_has_it(call, taker):
    taker.says = False
    assert said(pressed(call.pk)) == "Somebody has it already. Thank you."
    call.refresh_from_db()
    assert call.answered_at is None


def test_who_may_not_take_it_is_asked_to_open_the_app(call, taker):
    taker.says = NotAllowed("planted")
    assert said(pressed(call.pk)) == "Please open the app."


@pytest.mark.parametrize("digits", ["2", "", "11", "*"])
def test_another_key_takes_nothing(call, taker, digits):
    assert said(pressed(call.pk, digits)) == "Please open the app."
    assert taker.taken == []


@pytest.mark.parametrize(
    "signed",
    ["", "planted", signature(SITE + "/reach/call/", {}), signature("https://other.example", {})],
)
def test_without_the_providers_signature_nothing_is_believed(call, taker, signed):
    assert pressed(call.pk, signed=signed).status_code == 403
    assert taker.taken == []


def test_a_signature_is_good_for_its_call_and_its_key_alone(call, moderator, taker):
    path = reverse("notifications:answer_call", args=[call.pk])
    form = {"CallSid": "CA1", "Digits": "2", "To": "+34600100200"}
    assert pressed(call.pk, "1", signed=signature(SITE + path, form)).status_code == 403
    other = SITE + reverse("notifications:answer_call", args=[ids.new_id()])
    form["Digits"] = "1"
    assert pressed(call.pk, signed=signature(other, form)).status_code == 403
    assert pressed(call.pk, signed=signature(SITE + path, form, "other")).status_code == 403
    assert taker.taken == []


def test_where_no_token_is_set_nothing_is_believed(call, taker, settings):
    settings.TWILIO_TOKEN = ""
    path = reverse("notifications:answer_call", args=[call.pk])
    form = {"CallSid": "CA1", "Digits": "1", "To": "+34600100200"}
    assert pressed(call.pk, signed=signature(SITE + path, form, "")).status_code == 403
    assert taker.taken == []


def test_a_call_nobody_made_is_asked_to_open_the_app(call, taker):
    text = Delivery.objects.get(kind="sms", words="page")
    for one in (ids.new_id(), text.pk):
        assert said(pressed(one)) == "Please open the app."
    assert taker.taken == []


def test_long_after_the_call_a_key_means_nothing(moderator, texts, calls, taker):
    actions.add_way(kind="sms", address="+34600100200", by=moderator)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    with clock.frozen(START):
        call = made(moderator)
    with clock.frozen(START + timedelta(minutes=61)):
        assert said(pressed(call.pk)) == "Please open the app."
    assert taker.taken == []


def test_who_moderates_no_more_takes_nothing(call, moderator, taker):
    moderator.memberships.update(ended_at=clock.now())
    assert said(pressed(call.pk)) == "Please open the app."
    assert taker.taken == []


def test_it_answers_in_the_language_of_whoever_was_called(programme, texts, calls, taker):
    person = people.make_account(programme=programme, roles=[Role.MODERATOR], language="es")
    actions.add_way(kind="sms", address="+34600100200", by=person)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    assert said(pressed(made(person).pk)).startswith("Gracias.")


def test_the_address_is_the_one_calls_are_told(call):
    # config/wiring.py writes it before addresses can be looked up.
    assert reverse("notifications:answer_call", args=[call.pk]) == f"/reach/call/{call.pk}/"
    assert reverse("notifications:report_delivery", args=[call.pk]) == f"/reach/report/{call.pk}/"


def test_people_do_not_answer_calls_by_themselves(call, moderator):
    with pytest.raises(NotAllowed):
        actions.answer_call(delivery_id=call.pk, by=moderator)
    assert actions.answer_call(delivery_id=call.pk, by=SYSTEM) == Answer.YOURS


def test_only_a_call_is_answered(call):
    with pytest.raises(IntegrityError, match="delivery_answered_in_a_call"), transaction.atomic():
        Delivery.objects.filter(kind="sms").update(answered_at=clock.now())


def reported(call_id, *, signed=None, **form):
    path = reverse("notifications:report_delivery", args=[call_id])
    sign = signature(SITE + path, form) if signed is None else signed
    client = Client(enforce_csrf_checks=True)
    return client.post(path, form, headers={"X-Twilio-Signature": sign}).status_code


@pytest.fixture
def taken(call):
    actions.mark_sent(delivery_id=call.pk, reference="CA1", by=SYSTEM)
    return call


@pytest.mark.parametrize(
    ("form", "state", "fault", "arrived"),
    [
        ({"MessageStatus": "delivered"}, "sent", "", True),
        ({"CallStatus": "completed"}, "sent", "", True),
        ({"MessageStatus": "undelivered", "ErrorCode": "30006"}, "failed", "twilio_30006", False),
        ({"MessageStatus": "failed", "ErrorCode": "planted words"}, "failed", "failed", False),
        ({"CallStatus": "no-answer"}, "failed", "no_answer", False),
        ({"CallStatus": "busy"}, "failed", "busy", False),
        ({"MessageStatus": "sent"}, "sent", "", False),
        ({"CallStatus": "ringing"}, "sent", "", False),
        ({}, "sent", "", False),
    ],
)
def test_what_the_provider_reports_later(taken, form, state, fault, arrived):
    for _time in range(2):
        assert reported(taken.pk, **form) == 204
    taken.refresh_from_db()
    assert (taken.state, taken.fault, taken.arrived_at is not None) == (state, fault, arrived)


def test_the_first_report_counts(taken):
    reported(taken.pk, CallStatus="completed")
    reported(taken.pk, CallStatus="failed")
    taken.refresh_from_db()
    assert (taken.state, taken.arrived_at is not None) == ("sent", True)


def test_a_report_needs_the_providers_signature(taken):
    assert reported(taken.pk, signed="planted", CallStatus="failed") == 403
    taken.refresh_from_db()
    assert taken.state == "sent"


def test_what_is_not_marked_as_sent_is_left_to_whoever_sends_it(call):
    assert reported(call.pk, CallStatus="failed") == 204
    call.refresh_from_db()
    assert call.state == "waiting"


def test_only_what_was_sent_has_arrived(call):
    with pytest.raises(IntegrityError, match="delivery_arrived_was_sent"), transaction.atomic():
        Delivery.objects.filter(pk=call.pk).update(arrived_at=clock.now())


def test_people_report_nothing(taken, moderator):
    with pytest.raises(NotAllowed):
        actions.note_outcome(delivery_id=taken.pk, fault="", by=moderator)


@pytest.mark.django_db(transaction=True)
def test_a_key_that_comes_twice_at_once_is_one_answer(call, taker):
    said_back = at_once(*[lambda: actions.answer_call(delivery_id=call.pk, by=SYSTEM)] * 3)
    assert said_back == [Answer.YOURS] * 3
    assert Event.objects.filter(verb="notifications.call_answered").count() == 1


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nothing_else_is_asked_there(call, client, method):
    address = reverse("notifications:answer_call", args=[call.pk])
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("words", [Words.TEST, Words.CODE])
def test_a_call_that_asked_for_nothing_is_not_answered(call, moderator, words, taker):
    Delivery.objects.filter(pk=call.pk).update(words=words)
    assert said(pressed(call.pk)) == "Please open the app."
    assert taker.taken == []
