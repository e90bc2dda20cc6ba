"""Strangers who fail on purpose do not keep the owner of a name out of their own device."""

import re
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client

from hearten.accounts import actions, device_marks, queries, throttle
from hearten.accounts.models import Account, SuspendReason
from hearten.accounts.tests.factories import PASSPHRASE, TESTS, client_of, make_account
from hearten.foundation import crypto

pytestmark = pytest.mark.django_db
WRONG = "wrong wrong wrong"


@pytest.fixture
def otter(programme) -> Account:
    return make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)


@pytest.fixture
def few_tries(monkeypatch):
    for trying in ("sign_in", "sign_in_known"):
        monkeypatch.setitem(throttle.RATES, trying, "3/10m/key,100/10m/ip")
    for trying in ("recover", "recover_known"):
        monkeypatch.setitem(throttle.RATES, trying, "2/1h/key,100/1h/ip")


def sign_in(client, *, name="Quiet Otter", passphrase=PASSPHRASE):
    return client.post("/sign-in/", {"pseudonym": name, "passphrase": passphrase})


def stopped(response):
    return "Too many tries" in response.text


def device(name="Quiet Otter", passphrase=PASSPHRASE):
    """A browser in which the person signed in once and out again."""
    client = Client()
    assert sign_in(client, name=name, passphrase=passphrase).status_code == 302
    client.post("/sign-out/")
    return client


def fail(times, client=None):
    return [stopped(sign_in(client or Client(), passphrase=WRONG)) for _turn in range(times)]


def test_strangers_failures_leave_the_persons_own_device_alone(otter, few_tries):
    own = device()
    assert fail(4) == [False, False, False, True]
    assert stopped(sign_in(Client()))
    assert not stopped(sign_in(own, passphrase=WRONG))
    assert sign_in(own).status_code == 302


def test_a_known_device_cannot_guess_without_end_and_stops_nobody_else(otter, few_tries):
    own, other = device(), device()
    assert fail(4, own) == [False, False, False, True]
    assert stopped(sign_in(own))
    assert sign_in(other).status_code == 302
    assert sign_in(Client()).status_code == 302


def test_a_mark_is_good_for_one_name_only(otter, programme, few_tries):
    make_account("Fox", programme=programme, passphrase=PASSPHRASE)
    foxes = device("Fox")
    assert fail(4, foxes) == [False, False, False, True]
    assert stopped(sign_in(Client()))


@pytest.mark.parametrize(
    "made_up", ["", ".", "x", "x.y", "x." + "0" * 64, "é\udce9.\x00", "x" * 5000, "WORD.PROOF0"]
)
def test_a_made_up_mark_is_no_mark(otter, few_tries, made_up):
    word, proof = device().cookies["device"].value.split(".")
    forged = made_up.replace("WORD", word).replace("PROOF", proof)
    request = SimpleNamespace(COOKIES={"device": forged})
    assert device_marks.mark_of(request, otter) == ""
    assert device_marks.mark_of(request, None) == ""


def test_without_the_key_a_mark_tells_nothing(otter):
    first, second = (device().cookies["device"] for _turn in range(2))
    assert first.value != second.value
    for name in (str(otter.pk), otter.pk.hex, otter.pseudonym, otter.pseudonym_key):
        assert name.lower() not in first.value.lower()
    word, proof = first.value.split(".")
    assert re.fullmatch(r"[\w-]{22}", word)
    assert proof == crypto.fingerprint(f"{word}:{otter.pk}:0", purpose="device")
    assert (first["httponly"], first["samesite"], first["path"]) == (True, "Strict", "/")
    assert first["max-age"] == 365 * 24 * 3600


def test_only_a_whole_sign_in_marks_the_device(otter):
    client = Client()
    sign_in(client, passphrase=WRONG)
    actions.add_totp(account=otter, secret=generate_totp_secret(), by=otter)
    assert sign_in(client).url == "/sign-in/code/"
    client.post("/sign-in/code/", {"code": "000000"})
    assert "device" not in client.cookies
    actions.remove_totp(account=otter, by=otter)
    actions.suspend(account=otter, reason=SuspendReason.SAFETY, by=TESTS)
    sign_in(client)
    assert "device" not in client.cookies


def test_leaving_quickly_takes_the_mark_and_signing_out_keeps_it(otter):
    client = device()
    assert client.cookies["device"].value
    client.post("/leave/")
    gone = client.cookies["device"]
    assert (gone.value, gone["max-age"]) == ("", 0)


def known(client, account):
    account.refresh_from_db()
    request = SimpleNamespace(COOKIES={"device": client.cookies["device"].value})
    return device_marks.mark_of(request, account) != ""


def test_signing_the_others_out_makes_them_strangers_and_keeps_this_one(otter):
    here, elsewhere = Client(), device()
    sign_in(here)
    assert (known(here, otter), known(elsewhere, otter)) == (True, True)
    here.post("/me/account/devices/others/")
    assert (known(here, otter), known(elsewhere, otter)) == (True, False)


def test_a_new_passphrase_makes_the_others_strangers_and_keeps_this_one(otter):
    here, elsewhere = Client(), device()
    sign_in(here)
    new = "nine slow boats on the morning river"
    assert (
        here.post("/me/account/passphrase/", {"passphrase": new, "again": new}).status_code == 302
    )
    assert (known(here, otter), known(elsewhere, otter)) == (True, False)


def test_recovery_and_suspension_make_every_device_a_stranger(otter):
    first = device()
    actions.recover(account=otter, mark=queries.recovery_mark(otter), drop_totp=False, by=otter)
    assert not known(first, otter)
    second = device()
    assert known(second, otter)
    actions.suspend(account=otter, reason=SuspendReason.SAFETY, by=TESTS)
    assert not known(second, otter)


def test_strangers_cannot_keep_the_owner_from_recovering_on_their_device(otter, few_tries):
    actions.make_recovery_codes(account=otter, by=otter)
    own, code = device(), queries.recovery_codes_left(otter)[0]

    def recover(client, code):
        return client.post("/recover/", {"pseudonym": "Quiet Otter", "code": code})

    assert [stopped(recover(Client(), "000000000000")) for _turn in range(3)] == [
        False,
        False,
        True,
    ]
    assert stopped(recover(Client(), code))
    assert recover(own, code).status_code == 302


def test_answers_are_the_same_for_a_name_nobody_has(otter, few_tries):
    own = device()

    def answers(name):
        return [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.text).replace(name, "NAME")
            for one in (sign_in(own, name=name, passphrase=WRONG) for _turn in range(4))
        ]

    make_account("Fox", passphrase=PASSPHRASE)
    assert answers("Fox") == answers("Nobody At All")


def test_signing_in_on_a_device_that_is_known_renews_its_mark(otter):
    client = device()
    before = client.cookies["device"].value
    sign_in(client)
    assert client.cookies["device"].value != before
    assert known(client, otter)


def test_a_session_without_a_sign_in_has_no_mark(otter):
    client = client_of(otter)
    client.get("/me/account/")
    assert "device" not in client.cookies
