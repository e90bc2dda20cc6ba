"""Web Push against a push service of the test: encrypted, signed, judged by its status alone."""

import base64
import json
import socket

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from config import secrets
from hearten.foundation import clock, ids
from hearten.notifications import ports
from hearten.notifications.clients import guarded
from hearten.notifications.clients.push import GOOD_FOR_SECONDS, WebPush
from hearten.notifications.rules import Subscription
from hearten.notifications.tests.browsers import Browser, bytes_of
from hearten.notifications.tests.recorded import (
    HOST,
    Answer,
    Endless,
    Provider,
    Silence,
    certificate_for,
    listening,
)

TEXT = "Something needs you. Please open the app."
SUBJECT = "mailto:planted@planted.example"
TAKEN = Answer(201, headers={"Location": "https://push.planted.example/m/1", "TTL": "3600"})
# As Mozilla's and Google's services answer.
GONE = Answer(410, '{"code":410,"errno":106,"error":"Gone","message":"Request did not validate"}')
UNKNOWN = Answer(404, "<HTML><TITLE>Not Found</TITLE></HTML>")
WRONG_KEY = Answer(403, "the VAPID credentials do not correspond to the subscription")
TOO_MUCH = Answer(429, '{"code":429,"errno":201}', {"Retry-After": "5"})
BROKEN = Answer(503, '{"code":503,"errno":202,"error":"Service Unavailable"}')


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for(HOST, tmp_path_factory.mktemp("push") / "push.pem")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return secrets.push_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """The push service's name leads to this machine, and its loopback counts as the open internet."""
    real = socket.getaddrinfo

    def found(host, *more, **most):
        return real("127.0.0.1" if host == HOST else host, *more, **most)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.fixture
def sent(certificate, keys):
    """Send to a browser at a push service that answers so; gives what it was asked."""

    def send(provider: Provider, *, key=None, timeout=8.0):
        with listening(provider, certificate=certificate) as port:
            browser = Browser(f"https://{HOST}:{port}/to/one")
            reach = guarded.Reach(
                allows=lambda _address: True, ports={port}, authority=str(certificate)
            )
            push = WebPush(key=keys[0], subject=SUBJECT, timeout=timeout, reach=reach)
            letter = ports.Letter(
                key=key or ids.new_id(),
                address=Subscription(**browser.given).stored(),
                subject="Something needs you",
                text=TEXT,
            )
            return browser, letter, push.send(letter)

    return send


def test_only_the_browser_reads_it(sent):
    provider = Provider(TAKEN)
    browser, letter, _reference = sent(provider)
    [asked] = provider.asked
    assert json.loads(browser.read(asked.body)) == {
        "text": TEXT,
        "key": str(letter.key),
        "calm": False,
    }
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert b"Something" not in asked.body


def test_it_is_urgent_kept_for_an_hour_and_a_repeat_takes_its_place(sent):
    provider, key = Provider(TAKEN), ids.new_id()
    references = {sent(provider, key=key)[2] for _time in range(2)}
    topic = base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")
    assert references == {topic}
    assert [
        (one.headers["topic"], one.headers["urgency"], one.headers["ttl"]) for one in provider.asked
    ] == [(topic, "high", str(GOOD_FOR_SECONDS))] * 2
    assert len(topic) <= 32


def test_it_is_signed_with_the_installations_key(sent, keys):
    provider = Provider(TAKEN)
    sent(provider)
    [asked] = provider.asked
    scheme, _, rest = asked.headers["authorization"].partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, given["k"].rstrip("=")) == ("vapid", keys[1])
    head, claims, signature = given["t"].split(".")
    raw = bytes_of(signature)
    halves = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(keys[1]))
    point.verify(encode_dss_signature(*halves), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    said = json.loads(bytes_of(claims))
    assert (said["sub"], said["aud"].split(":")[1]) == (SUBJECT, f"//{HOST}")
    assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600


@pytest.mark.parametrize(
    ("answer", "code", "again", "gone"),
    [
        (GONE, "gone", False, True),
        (UNKNOWN, "gone", False, True),
        (WRONG_KEY, "push_403", True, False),
        (Answer(400, "planted"), "push_400", False, False),
        (Answer(413, "planted"), "push_413", False, False),
        (TOO_MUCH, "push_429", True, False),
        (BROKEN, "push_503", True, False),
        (Answer(302, headers={"Location": "https://127.0.0.1/"}), "push_302", False, False),
    ],
)
def test_what_its_status_means(sent, answer, code, again, gone):
    provider = Provider(answer)
    with pytest.raises(ports.NotDelivered) as refusal:
        sent(provider)
    given = refusal.value
    assert (given.code, given.again, given.gone) == (code, again, gone)
    assert len(provider.asked) == 1


def test_one_that_stays_silent_is_given_up_and_asked_again_later(sent):
    with pytest.raises(ports.NotDelivered) as refusal:
        sent(Provider(Silence()), timeout=0.4)
    assert (refusal.value.code, refusal.value.again) == ("ReadTimeout", True)


def test_what_it_says_without_end_is_not_read(sent):
    _browser, letter, reference = sent(Provider(Endless()), timeout=4.0)
    assert bytes_of(reference) == letter.key.bytes


def test_another_ones_certificate_is_refused(certificate, keys, tmp_path):
    other = certificate_for("other.planted.example", tmp_path / "other.pem")
    provider = Provider(TAKEN)
    with listening(provider, certificate=other) as port:
        reach = guarded.Reach(allows=lambda _a: True, ports={port}, authority=str(other))
        push = WebPush(key=keys[0], subject=SUBJECT, timeout=8, reach=reach)
        given = Subscription(**Browser(f"https://{HOST}:{port}/x").given)
        letter = ports.Letter(key=ids.new_id(), address=given.stored(), subject="", text=TEXT)
        with pytest.raises(ports.NotDelivered) as refusal:
            push.send(letter)
    assert (refusal.value.code, provider.asked) == ("SSLError", [])
