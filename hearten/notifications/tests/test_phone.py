"""Texts and calls against a provider of the test that answers as Twilio was recorded to."""

import base64
import json
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest

from hearten.foundation import ids
from hearten.notifications import ports
from hearten.notifications.clients.phone import RING_SECONDS, Calls, Texts
from hearten.notifications.tests.recorded import Answer, Provider, Silence, listening

ACCOUNT, TOKEN, SENDER = "AC" + "0" * 32, "planted-token", "+15005550006"
NUMBER = "+34600100200"
TEXT = "Something needs you. Please open the app."
PRESS = "If you have it, press 1."


def _json(code_of_http: int, /, **body: object) -> Answer:
    return Answer(code_of_http, json.dumps(body), {"Content-Type": "application/json"})


def _refused(status: int, code: int) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return _json(status, code=code, message="planted", more_info=more, status=status)


TEXT_TAKEN = _json(
    201, sid="SM" + "1" * 32, account_sid=ACCOUNT, status="queued", to=NUMBER, body=TEXT,
    **{"from": SENDER}, direction="outbound-api", error_code=None, num_segments="1",
)  # fmt: skip
CALL_TAKEN = _json(
    201, sid="CA" + "2" * 32, account_sid=ACCOUNT, status="queued", to=NUMBER,
    **{"from": SENDER}, direction="outbound-api",
)  # fmt: skip


def letter(**more) -> ports.Letter:
    given = {"address": NUMBER, "subject": "Something needs you", "text": TEXT} | more
    return ports.Letter(key=ids.new_id(), **given)


def texts(port: int, *, sender=SENDER, timeout=8.0, **more) -> Texts:
    return Texts(
        account=ACCOUNT, token=TOKEN, sender=sender, timeout=timeout,
        site=f"http://127.0.0.1:{port}", **more,
    )  # fmt: skip


def calls(port: int, *, answers_at="https://planted.example/reach/call/{key}/", **more) -> Calls:
    return Calls(
        account=ACCOUNT, token=TOKEN, sender=SENDER, timeout=8.0, answers_at=answers_at,
        site=f"http://127.0.0.1:{port}", **more,
    )  # fmt: skip


REPORTS = "https://planted.example/reach/report/{key}/"


@pytest.mark.parametrize(("which", "taken"), [(texts, TEXT_TAKEN), (calls, CALL_TAKEN)])
def test_it_is_told_where_to_report_if_it_reaches_us(which, taken):
    provider, given = Provider(taken), letter()
    with listening(provider) as port:
        which(port, reports_at=REPORTS).send(given)
        which(port).send(given)
    told, not_told = map(form_of, provider.asked)
    assert told["StatusCallback"] == f"https://planted.example/reach/report/{given.key}/"
    assert "StatusCallback" not in not_told


def form_of(asked) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}


def test_a_text_is_the_sentence_and_nothing_else():
    provider = Provider(TEXT_TAKEN)
    with listening(provider) as port:
        assert texts(port).send(letter()) == "SM" + "1" * 32
    [asked] = provider.asked
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert form_of(asked) == {"To": NUMBER, "From": SENDER, "Body": TEXT}
    who = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
    assert who == f"{ACCOUNT}:{TOKEN}"


def test_a_messaging_service_sends_it_by_a_number_of_its_own():
    provider, service = Provider(TEXT_TAKEN), "MG" + "3" * 32
    with listening(provider) as port:
        texts(port, sender=service).send(letter())
    assert form_of(provider.asked[0]) == {
        "To": NUMBER, "MessagingServiceSid": service, "Body": TEXT
    }  # fmt: skip


def call_of(provider: Provider, given: ports.Letter, **more) -> ElementTree.Element:
    with listening(provider) as port:
        assert calls(port, **more).send(given) == "CA" + "2" * 32
    [asked] = provider.asked
    form = form_of(asked)
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    assert {name: form[name] for name in ("To", "From", "Timeout")} == {
        "To": NUMBER, "From": SENDER, "Timeout": str(RING_SECONDS)
    }  # fmt: skip
    return ElementTree.fromstring(form["Twiml"])  # noqa: S314 - ours


def said(element: ElementTree.Element) -> list[tuple[str, str]]:
    return [(one.text or "", one.get("language") or "") for one in element.findall("Say")]


def test_a_call_says_it_twice_and_takes_a_key():
    given = letter(press=PRESS)
    response = call_of(Provider(CALL_TAKEN), given)
    [gather] = response
    assert (gather.tag, said(gather)) == ("Gather", [(f"{TEXT} {PRESS}", "en-GB")] * 2)
    assert (gather.get("action"), gather.get("method"), gather.get("numDigits")) == (
        f"https://planted.example/reach/call/{given.key}/", "POST", "1",
    )  # fmt: skip


def test_where_nobody_reaches_us_it_asks_to_open_the_app_and_no_more():
    response = call_of(Provider(CALL_TAKEN), letter(press=PRESS), answers_at="")
    assert (response.find("Gather"), said(response)) == (None, [(TEXT, "en-GB")] * 2)


@pytest.mark.parametrize(
    ("language", "tongue"), [("es", "es-ES"), ("ar", "arb"), ("en", "en-GB"), ("xx", "en-GB")]
)
def test_it_speaks_the_language_of_whoever_is_called(language, tongue):
    response = call_of(Provider(CALL_TAKEN), letter(language=language))
    assert said(response) == [(TEXT, tongue)] * 2


@pytest.mark.parametrize(
    ("answer", "code", "again"),
    [
        (_refused(400, 21211), "twilio_21211", False),  # no such number
        (_refused(400, 21610), "twilio_21610", False),  # they asked the provider to stop
        (_refused(401, 20003), "twilio_20003", True),  # our token
        (_refused(429, 20429), "twilio_20429", True),
        (_refused(500, 20500), "twilio_20500", True),
        (Answer(503, "<html>planted</html>"), None, True),
        (Answer(307, "", {"Location": "http://127.0.0.1:1/"}), None, False),
    ],
)
@pytest.mark.parametrize("which", [texts, calls])
def test_what_it_refuses(which, answer, code, again):
    provider = Provider(answer)
    with listening(provider) as port, pytest.raises(ports.NotDelivered) as refusal:
        which(port).send(letter())
    assert refusal.value.again is again
    assert refusal.value.code == code or code is None
    assert "planted" not in refusal.value.code
    assert len(provider.asked) == 1


def test_one_that_stays_silent_is_given_up_and_asked_again_later():
    with listening(Provider(Silence())) as port, pytest.raises(ports.NotDelivered) as refusal:
        texts(port, timeout=0.4).send(letter())
    assert (refusal.value.code, refusal.value.again) == ("ReadTimeout", True)


def test_nobody_listening_is_asked_again():
    with listening(Provider(TEXT_TAKEN)) as port:
        pass
    with pytest.raises(ports.NotDelivered) as refusal:
        texts(port).send(letter())
    assert (refusal.value.code, refusal.value.again) == ("ConnectionError", True)


def test_no_number_reaches_the_log_however_much_is_logged(caplog):
    caplog.set_level("DEBUG")
    with listening(Provider(TEXT_TAKEN)) as port:
        texts(port).send(letter())
    assert NUMBER[1:] not in caplog.text
    assert TOKEN not in caplog.text
