import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client

from hearten.accounts import actions, throttle
from hearten.accounts.models import Account, Session, SuspendReason
from hearten.accounts.tests.factories import PASSPHRASE, TESTS, client_of, make_account
from hearten.audit.models import Event

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"


def sign_in(client=None, *, name="Quiet Otter", passphrase=PASSPHRASE, after=""):
    client = client or Client()
    return client.post("/sign-in/", {"pseudonym": name, "passphrase": passphrase, "next": after})


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def otter(programme) -> Account:
    return make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)


def without_tokens(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_the_right_passphrase_signs_in(otter):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile; rv:130.0) Firefox/130.0")
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    session = Session.objects.get()
    assert (session.account, session.device) == (otter, "Firefox|Android")
    assert client.get("/me/account/").status_code == 200


@pytest.mark.parametrize("name", ["quiet otter", " QUIETOTTER ", "Quiet\u200dOtter"])
def test_the_name_may_be_typed_as_it_looks(otter, name):
    assert sign_in(name=name).status_code == 302


@pytest.mark.parametrize("composed", [True, False])
def test_the_passphrase_may_come_from_another_keyboard(programme, composed):
    make_account("Fig", programme=programme, passphrase="el café de la mañana")
    typed = "el café de la mañana" if composed else "el cafe\u0301 de la man\u0303ana"
    assert sign_in(name="Fig", passphrase=typed).status_code == 302


def test_one_answer_for_every_kind_of_wrong(otter, programme):
    make_account("Passkey Only", programme=programme)
    suspended = make_account("Suspended", programme=programme, passphrase=PASSPHRASE)
    actions.suspend(account=suspended, reason=SuspendReason.SAFETY, by=TESTS)
    answers = []
    for name in ("Quiet Otter", "Nobody At All", "Passkey Only", "Suspended", "admin", "\x00"):
        response = sign_in(name=name, passphrase="not the passphrase at all")
        answers.append((response.status_code, without_tokens(response).replace(name, "NAME")))
    assert len({status for status, _page in answers}) == 1
    known = answers[0][1]
    assert "do not belong together" in known
    assert "not the passphrase" not in known
    assert [page == known for _status, page in answers[:5]] == [True] * 5


def test_known_and_unknown_names_cost_the_same_work(otter, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    original = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda *a: hashed.append("work") or original[0](*a)
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda *a: hashed.append("work") or original[1](*a)
    )
    sign_in(passphrase="wrong wrong wrong")
    known, hashed[:] = list(hashed), []
    sign_in(name="Nobody", passphrase="wrong wrong wrong")
    assert known == hashed == ["work"]


def test_empty_fields_are_said_beside_them():
    response = Client().post("/sign-in/", {"pseudonym": "", "passphrase": ""})
    assert response.status_code == 422
    assert {name: list(found) for name, found in response.context["form"].errors.items()} == {
        "pseudonym": ["Please type the name you chose."],
        "passphrase": ["Please type a passphrase."],
    }


def test_a_suspended_person_is_told_only_after_the_right_passphrase(otter):
    actions.suspend(account=otter, reason=SuspendReason.SAFETY, by=TESTS)
    assert "paused" not in sign_in(passphrase="wrong wrong wrong").text
    client = Client()
    response = client.post("/sign-in/", {"pseudonym": otter.pseudonym, "passphrase": PASSPHRASE})
    assert response.url == "/me/account/data/"
    assert "Your account is paused" in client.get(response.url).text
    assert not Session.objects.filter(account=otter).exists()


def test_the_session_key_changes_when_somebody_signs_in(otter):
    victim = Client()
    victim.get("/sign-in/")
    session = victim.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(victim)
    assert victim.session.session_key != planted
    attacker = Client()
    attacker.cookies["session"] = planted
    assert attacker.get("/me/account/").status_code == 302
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    ("after", "where"),
    [
        ("/me/account/", "/me/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_this_site(otter, after, where):
    assert sign_in(after=after).url == where
    client = client_of(otter)
    assert client.get("/sign-in/", {"next": after}).url == where


def test_too_many_wrong_tries_for_one_name_are_stopped_from_any_address(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "sign_in", "3/10m/key,100/10m/ip")
    for turn, name in enumerate(("Quiet Otter", "quietotter", "Qu1et-0tter")):
        assert (
            "do not belong"
            in sign_in(
                Client(REMOTE_ADDR=f"203.0.113.{turn}"), name=name, passphrase="wrong wrong wrong"
            ).text
        )
    stopped = sign_in()
    assert stopped.status_code == 422
    assert "Too many tries" in stopped.text
    assert not Session.objects.filter(account=otter).exists()
    nobody = [sign_in(name="Nobody", passphrase="wrong wrong wrong") for _ in range(4)]
    assert ["Too many tries" in one.text for one in nobody] == [False, False, False, True]


def test_too_many_wrong_tries_from_one_address_are_stopped_for_any_name(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "sign_in", "100/10m/key,3/10m/ip")
    for turn in range(3):
        sign_in(Client(REMOTE_ADDR=ADDRESS), name=f"Nobody {turn}", passphrase="wrong wrong wrong")
    assert "Too many tries" in sign_in(Client(REMOTE_ADDR=ADDRESS)).text
    assert sign_in(Client(REMOTE_ADDR="203.0.113.78")).status_code == 302


def test_right_passphrases_do_not_count(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "sign_in", "2/10m/key,2/10m/ip")
    assert [sign_in().status_code for _ in range(4)] == [302] * 4


def test_addresses_are_kept_nowhere(otter):
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/131.7")
    sign_in(client, passphrase="wrong wrong wrong")
    sign_in(client)
    client.get("/me/account/devices/")
    everything = "".join(_all_rows())
    assert otter.pseudonym in everything  # the search sees what there is
    assert ADDRESS not in everything
    assert "203.0.113" not in everything
    assert "131.7" not in everything
    assert "hearten:sign_in" in everything  # the throttle did count something


def _all_rows():
    tables = {model._meta.db_table for model in apps.get_models()} | {"throttle_cache"}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608
            yield from (row[0] for row in cursor.fetchall())
        cursor.execute("SELECT session_data FROM accounts_session")
        for (data,) in cursor.fetchall():
            yield str(Session.get_session_store_class()().decode(data))
        cursor.execute("SELECT cache_key, value FROM throttle_cache")
        for key, _value in cursor.fetchall():
            yield str(cache.get(key.removeprefix(":1:")))


def test_a_person_with_a_code_app_is_asked_for_the_code(otter):
    secret = generate_totp_secret()
    actions.add_totp(account=otter, secret=secret, by=otter)
    client = Client()
    response = sign_in(client, after="/me/account/devices/")
    assert (response.status_code, response.url) == (302, "/sign-in/code/")
    assert not Session.objects.filter(account=otter).exists()
    assert client.get("/me/account/").status_code == 302

    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["code"]
    assert not Session.objects.filter(account=otter).exists()

    right = client.post("/sign-in/code/", {"code": code_now(secret)})
    assert (right.status_code, right.url) == (302, "/me/account/devices/")
    assert Session.objects.filter(account=otter).count() == 1


def test_a_code_works_once(otter):
    secret = generate_totp_secret()
    actions.add_totp(account=otter, secret=secret, by=otter)
    code = code_now(secret)
    answers = []
    for client in (Client(), Client()):
        sign_in(client)
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)
    assert answers == [302, 422]


def test_codes_are_throttled_across_sign_ins(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "one_time_code", "2/10m/key")
    secret = generate_totp_secret()
    actions.add_totp(account=otter, secret=secret, by=otter)
    for _turn in range(2):
        client = Client()
        sign_in(client)
        client.post("/sign-in/code/", {"code": "000000"})
    client = Client()
    sign_in(client)
    stopped = client.post("/sign-in/code/", {"code": code_now(secret)})
    assert (stopped.status_code, "Too many tries" in stopped.text) == (422, True)


def test_the_code_page_alone_leads_to_signing_in():
    assert Client().get("/sign-in/code/").url == "/sign-in/"


def test_the_code_app_secret_is_sealed_at_rest(otter):
    secret = generate_totp_secret()
    actions.add_totp(account=otter, secret=secret, by=otter)
    assert secret not in "".join(_all_rows())


def test_signing_out_ends_the_session_for_good(otter):
    client = Client()
    sign_in(client)
    cookie = client.cookies["session"].value
    assert client.get("/sign-out/").status_code == 405
    response = client.post("/sign-out/")
    assert (response.status_code, response.url) == (302, "/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    again = Client()
    again.cookies["session"] = cookie
    assert again.get("/me/account/").status_code == 302
    assert not Session.objects.filter(account=otter).exists()


def test_signing_in_is_refused_across_sites(otter):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert strict.post("/sign-out/").status_code == 403


@pytest.mark.parametrize(
    "credential", ["", "x", "[]", "{}", '{"response": {"userHandle": "eA"}}', '{"response": 3}']
)
def test_a_made_up_passkey_is_refused_kindly(otter, credential):
    client = Client()
    client.post("/sign-in/passkey/ask/")
    response = client.post("/sign-in/passkey/", {"credential": credential})
    assert response.status_code == 422
    assert "This passkey did not work here" in response.text
    assert not Session.objects.filter(account__isnull=False).exists()


def test_no_sign_in_is_recorded_as_an_act(otter):
    before = Event.objects.count()
    sign_in()
    assert Event.objects.count() == before
