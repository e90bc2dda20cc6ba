"""A push endpoint comes from a person: nothing it may say leads to this machine or its network."""

import socket
import threading
from contextlib import closing

import pytest

from config import secrets
from hearten.foundation import ids
from hearten.foundation.errors import Invalid
from hearten.notifications import actions, ports
from hearten.notifications.clients import guarded
from hearten.notifications.clients.push import WebPush
from hearten.notifications.models import Way
from hearten.notifications.rules import Subscription, is_public
from hearten.notifications.tests.browsers import Browser

HOSTS = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",  # noqa: S104 - to be refused
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "[fe80::1]",
    "224.0.0.1",
]


class Canary:
    """Listens on this machine and counts who comes."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.hits = 0
        self._thread = threading.Thread(target=self._count)
        self._thread.start()

    def _count(self) -> None:
        while True:
            line, _peer = self.door.accept()
            with line:
                if line.recv(1) == b"!":
                    return
                self.hits += 1  # before they are let go and ask how often it was

    def close(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.send(b"!")
        self._thread.join()
        self.door.close()


@pytest.fixture
def canary():
    with closing(Canary()) as listening:
        yield listening


@pytest.fixture
def push(tmp_path, canary):
    """As in earnest, but for the canary's port, so that it is the address that is refused."""
    key, _public = secrets.push_keys(tmp_path)
    reach = guarded.Reach(ports={443, canary.port})
    return WebPush(key=key, subject="mailto:a@planted.example", timeout=2, reach=reach)


def letter_to(endpoint: str) -> ports.Letter:
    given = Subscription(**Browser(endpoint).given)
    return ports.Letter(key=ids.new_id(), address=given.stored(), subject="", text="T")


def refused(push: WebPush, endpoint: str) -> ports.NotDelivered:
    with pytest.raises(ports.NotDelivered) as refusal:
        push.send(letter_to(endpoint))
    return refusal.value


@pytest.mark.parametrize("host", HOSTS)
def test_this_machine_and_its_network_are_never_reached(canary, host):
    # A notation that this system does not read at all is a gaierror.
    refusals = (guarded.Forbidden, socket.gaierror)
    with guarded.session(guarded.Reach(ports={canary.port})) as session, pytest.raises(refusals):
        session.post(f"https://{host}:{canary.port}/latest/meta-data/", timeout=2)
    assert canary.hits == 0


def test_what_is_forbidden_is_given_up_at_once(push, canary):
    given = refused(push, f"https://127.0.0.1:{canary.port}/")
    assert (given.code, given.again, canary.hits) == ("not_public", False, 0)
    # The library that signs reads no address in brackets, and says so before anybody is asked.
    assert refused(push, f"https://[::1]:{canary.port}/").code == "vapid"


def test_the_canary_would_sing(canary, tmp_path):
    key, _public = secrets.push_keys(tmp_path)
    reach = guarded.Reach(allows=lambda _address: True, ports={canary.port})
    push = WebPush(key=key, subject="mailto:a@planted.example", timeout=2, reach=reach)
    assert refused(push, f"https://127.0.0.1:{canary.port}/").again is True
    assert canary.hits == 1


def _answers(monkeypatch, *rounds: list[str]) -> list[str]:
    """The name server says these addresses, round after round, the last again and again."""
    asked: list[str] = []

    def found(host, port, *_more, **_most):
        asked.append(host)
        addresses = rounds[min(len(asked), len(rounds)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(guarded.socket, "getaddrinfo", found)
    return asked


def test_a_name_that_leads_inside_is_refused(push, canary, monkeypatch):
    _answers(monkeypatch, ["127.0.0.1"])
    assert refused(push, f"https://planted.example:{canary.port}/").code == "not_public"
    assert canary.hits == 0


def test_one_inner_address_among_outer_ones_is_enough(push, canary, monkeypatch):
    _answers(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    assert refused(push, f"https://planted.example:{canary.port}/").code == "not_public"
    assert canary.hits == 0


def test_a_name_is_asked_once_and_just_that_address_is_used(push, canary, monkeypatch):
    asked = _answers(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    gone_to = []

    def connect(address, *_more, **_most):
        gone_to.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    refused(push, f"https://planted.example:{canary.port}/")
    names = [one for one in asked if one == "planted.example"]
    assert (names, [host for host, _port in gone_to]) == (["planted.example"], ["93.184.216.34"])
    assert canary.hits == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://push.planted.example/",
        "ftp://push.planted.example/",
        "file:///etc/passwd",
        "https://push.planted.example:8443/",
        "https://user:word@push.planted.example/",
        "https://push.planted.example/#there",
        "https://push.planted.example\\@127.0.0.1/",
        "https://push.planted.example/a b",
        "https://",
        "https://[::1",
        "https://push.planted.example:99999/",
        "//push.planted.example/",
        "https://push.plänted.example/",
        "https://push.planted.example/" + "x" * 1000,
    ],
)
@pytest.mark.django_db
def test_an_endpoint_that_is_no_plain_https_address_is_not_taken(moderator, push_provider, url):
    with pytest.raises(Invalid):
        actions.add_browser(**Browser(url).given, by=moderator)
    assert Way.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::a00:1", False),
        ("fe80::1%eth0", False),
        ("2001:db8::1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("no address", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address, expected):
    assert is_public(address) is expected
