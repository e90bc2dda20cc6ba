import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from hearten.accounts import actions, queries, throttle
from hearten.accounts.models import Account
from hearten.accounts.tests.factories import PASSPHRASE, client_of, make_account
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NEW = "seven new candles on the sill"


@pytest.fixture
def otter(programme) -> Account:
    return make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)


@pytest.fixture
def confirmed(otter) -> Client:
    """Somebody who has just shown that it is them."""
    client = client_of(otter)
    client.post("/me/account/confirm/", {"passphrase": PASSPHRASE})
    return client


def keep_passkey(account, name="My phone", key="AAAA"):
    return actions.add_passkey(account=account, credential={"id": key}, name=name, by=account)


@pytest.mark.parametrize(
    "address",
    ["/me/account/passphrase/", "/me/account/passkeys/", "/me/account/app-codes/"],
)
def test_ways_in_are_shown_only_after_proving_who_it_is(otter, address):
    client = client_of(otter)
    assert client.get(address).url == "/me/account/confirm/?next=" + address.replace("/", "%2F")
    page = client.post("/me/account/confirm/", {"passphrase": PASSPHRASE, "next": address})
    assert page.url == address
    assert client.get(address).status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/me/account/passphrase/",
        "/me/account/passkeys/",
        "/me/account/passkeys/ask/",
        "/me/account/passkeys/1/remove/",
        "/me/account/app-codes/",
        "/me/account/app-codes/remove/",
        "/me/account/codes/new/",
    ],
)
def test_no_way_in_changes_without_proving_who_it_is(otter, address):
    codes = Authenticator.objects.count()
    data = {"passphrase": NEW, "again": NEW, "code": "000000"}
    assert client_of(otter).post(address, data).url.startswith("/me/account/confirm/")
    otter.refresh_from_db()
    assert otter.check_password(PASSPHRASE)
    assert Authenticator.objects.count() == codes


def test_a_wrong_passphrase_proves_nothing(otter):
    client = client_of(otter)
    page = client.post("/me/account/confirm/", {"passphrase": "wrong wrong wrong"})
    assert page.status_code == 422
    assert "This is not your passphrase" in page.text
    assert client.get("/me/account/passphrase/").status_code == 302
    empty = client.post("/me/account/confirm/", {"passphrase": ""})
    assert list(empty.context["form"].errors) == ["passphrase"]


def test_proving_is_throttled(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "confirm", "2/10m/key")
    client = client_of(otter)
    for _turn in range(2):
        client.post("/me/account/confirm/", {"passphrase": "wrong wrong wrong"})
    stopped = client.post("/me/account/confirm/", {"passphrase": PASSPHRASE})
    assert (stopped.status_code, "Too many tries" in stopped.text) == (422, True)


def test_a_made_up_passkey_proves_nothing(otter):
    keep_passkey(otter)
    client = client_of(otter)
    page = client.post("/me/account/confirm/", {"credential": '{"id": "AAAA"}'})
    assert page.status_code == 422
    assert "This passkey did not work here" in page.text


def test_signing_in_a_moment_ago_is_proof_enough(otter):
    client = Client()
    client.post("/sign-in/", {"pseudonym": "Quiet Otter", "passphrase": PASSPHRASE})
    assert client.get("/me/account/passphrase/").status_code == 200


def test_a_new_passphrase_signs_other_devices_out_and_keeps_this_one(otter, confirmed):
    elsewhere = client_of(otter)
    key = confirmed.session.session_key
    assert (
        confirmed.post("/me/account/passphrase/", {"passphrase": NEW, "again": NEW}).status_code
        == 302
    )
    otter.refresh_from_db()
    assert otter.check_password(NEW)
    assert confirmed.get("/me/account/").status_code == 200
    assert confirmed.session.session_key != key
    assert elsewhere.get("/me/account/").status_code == 302
    assert (
        Event.objects.filter(verb="accounts.passphrase_changed", object_id=str(otter.id)).count()
        == 1
    )


def test_a_new_passphrase_must_hold(otter, confirmed):
    page = confirmed.post("/me/account/passphrase/", {"passphrase": "quiet otter!", "again": "x"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["passphrase"]
    otter.refresh_from_db()
    assert otter.check_password(PASSPHRASE)


def test_a_passkey_is_removed_when_another_way_in_is_left(otter, confirmed):
    passkey = keep_passkey(otter)
    assert "My phone" in confirmed.get("/me/account/passkeys/").text
    confirmed.post(f"/me/account/passkeys/{passkey}/remove/")
    confirmed.post(f"/me/account/passkeys/{passkey}/remove/")
    assert not queries.passkeys_of(otter).exists()
    assert Event.objects.filter(verb="accounts.passkey_removed").count() == 1


def test_the_last_way_in_stays(programme):
    fox = make_account(programme=programme)
    first, second = keep_passkey(fox, key="one"), keep_passkey(fox, key="two")
    actions.remove_passkey(account=fox, passkey_id=first, by=fox)
    with pytest.raises(NotPossible) as refused:
        actions.remove_passkey(account=fox, passkey_id=second, by=fox)
    assert refused.value.code == "last_way_in"
    assert [one.pk for one in queries.passkeys_of(fox)] == [second]


def test_one_passkey_is_kept_once(otter):
    assert keep_passkey(otter) == keep_passkey(otter, name="Again")
    assert queries.passkeys_of(otter).count() == 1
    assert keep_passkey(otter, name="", key="other") != keep_passkey(otter)
    assert [one.wrap().name for one in queries.passkeys_of(otter)] == ["My phone", "My passkey"]


def test_nobody_touches_anothers_ways_in(otter, programme):
    fox = make_account(programme=programme)
    passkey = keep_passkey(otter)
    for attempt in (
        lambda: actions.change_passphrase(account=otter, passphrase=NEW, keep_session=None, by=fox),
        lambda: actions.add_passkey(account=otter, credential={"id": "x"}, name="", by=fox),
        lambda: actions.remove_passkey(account=otter, passkey_id=passkey, by=fox),
        lambda: actions.add_totp(account=otter, secret="JBSWY3DPEHPK3PXP", by=fox),
        lambda: actions.remove_totp(account=otter, by=fox),
        lambda: actions.make_recovery_codes(account=otter, by=fox),
        lambda: actions.recover(
            account=otter,
            mark=queries.recovery_mark(otter),
            passphrase=NEW,
            drop_totp=True,
            by=fox,
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    actions.remove_passkey(account=fox, passkey_id=passkey, by=fox)
    assert queries.passkeys_of(otter).count() == 1
    otter.refresh_from_db()
    assert otter.check_password(PASSPHRASE)


def test_codes_from_an_app_are_turned_on_with_a_code_and_off_again(otter, confirmed):
    page = confirmed.get("/me/account/app-codes/")
    secret = page.context["secret"].replace(" ", "")
    assert page.text.count('<svg class="qr"') == 1
    assert "style=" not in page.text
    assert "data:" not in page.text
    assert confirmed.get("/me/account/app-codes/").context["secret"].replace(" ", "") == secret

    wrong = confirmed.post("/me/account/app-codes/", {"code": "000000"})
    assert list(wrong.context["form"].errors) == ["code"]
    assert queries.totp_of(otter) is None

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = confirmed.post("/me/account/app-codes/", {"code": code})
    assert done.url == "/me/account/codes/"  # no recovery codes yet: make some now
    assert queries.totp_of(otter) is not None
    assert secret not in confirmed.get("/me/account/app-codes/").text

    confirmed.post("/me/account/app-codes/remove/")
    confirmed.post("/me/account/app-codes/remove/")
    assert queries.totp_of(otter) is None
    verbs = Event.objects.filter(verb__startswith="accounts.totp").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.totp_added", "accounts.totp_removed"]


def test_a_secret_not_yet_in_use_is_sealed_in_the_session(confirmed):
    secret = confirmed.get("/me/account/app-codes/").context["secret"].replace(" ", "")
    assert secret not in str(dict(confirmed.session.items()))


def test_codes_from_an_app_are_turned_on_once(otter):
    actions.add_totp(account=otter, secret="JBSWY3DPEHPK3PXP", by=otter)
    first = queries.totp_of(otter)
    actions.add_totp(account=otter, secret="KRSXG5CTMVRXEZLU", by=otter)
    assert queries.totp_of(otter) == first
    assert Event.objects.filter(verb="accounts.totp_added").count() == 1


def test_new_recovery_codes_are_shown_until_kept(otter, confirmed):
    assert "You have 0 unused codes" in confirmed.get("/me/account/codes/").text
    assert confirmed.post("/me/account/codes/new/").url == "/me/account/codes/"
    page = confirmed.get("/me/account/codes/")
    assert [one.replace(" ", "") for one in page.context["codes"]] == queries.recovery_codes_left(
        otter
    )
    assert confirmed.post("/me/account/codes/kept/").url == "/me/account/"
    assert confirmed.get("/me/account/codes/").context["codes"] == []
