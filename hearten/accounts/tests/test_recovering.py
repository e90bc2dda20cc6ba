import re

import pytest
from django.test import Client

from hearten.accounts import actions, queries, throttle
from hearten.accounts.models import Account, Session
from hearten.accounts.tests.factories import PASSPHRASE, client_of, make_account
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible

pytestmark = pytest.mark.django_db
NEW = "seven new candles on the sill"


@pytest.fixture
def otter(programme) -> Account:
    account = make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)
    actions.make_recovery_codes(account=account, by=account)
    return account


def send(client, code, name="Quiet Otter"):
    return client.post("/recover/", {"pseudonym": name, "code": code})


def test_a_code_lets_the_person_choose_a_new_passphrase(otter):
    elsewhere = client_of(otter)
    code = queries.recovery_codes_left(otter)[3]
    client = Client()
    assert send(client, f" {code[:4]}-{code[4:8]} {code[8:]}").url == "/recover/passphrase/"
    done = client.post("/recover/passphrase/", {"passphrase": NEW, "again": NEW})
    assert (done.status_code, done.url) == (302, "/me/account/codes/")
    otter.refresh_from_db()
    assert otter.check_password(NEW)
    assert client.get("/me/account/").status_code == 200
    assert elsewhere.get("/me/account/").status_code == 302
    assert "You have 7 unused codes" in client.get("/me/account/codes/").text


def test_a_code_works_once(otter):
    code = queries.recovery_codes_left(otter)[0]
    assert [send(Client(), code).status_code for _turn in range(2)] == [302, 422]
    assert code not in queries.recovery_codes_left(otter)
    assert len(queries.recovery_codes_left(otter)) == 7


def test_one_answer_for_every_kind_of_wrong(otter, programme):
    make_account("No Codes", programme=programme)
    code = queries.recovery_codes_left(otter)[0]
    answers = set()
    for name, wrong in (
        ("Quiet Otter", "0" * 12),
        ("Nobody", code),
        ("No Codes", code),
        ("Nobody", "0" * 12),
    ):
        response = send(Client(), wrong, name)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
        answers.add((response.status_code, page.replace(name, "NAME").replace(wrong, "CODE")))
    assert len(answers) == 1
    assert {status for status, _page in answers} == {422}
    assert "do not belong together" in answers.pop()[1]


def test_a_suspended_persons_code_opens_nothing_and_is_not_used(otter):
    code = queries.recovery_codes_left(otter)[0]
    otter.is_active = False
    otter.save()
    assert send(Client(), code).status_code == 422
    assert code in queries.recovery_codes_left(otter)


def test_guessing_codes_is_throttled_per_name(otter, monkeypatch):
    monkeypatch.setitem(throttle.RATES, "recover", "2/1h/key,50/1h/ip")
    code = queries.recovery_codes_left(otter)[0]
    for turn in range(2):
        send(Client(REMOTE_ADDR=f"203.0.113.{turn}"), "0" * 12)
    stopped = send(Client(), code)
    assert (stopped.status_code, "Too many tries" in stopped.text) == (422, True)
    assert code in queries.recovery_codes_left(otter)


def test_the_second_step_is_closed_without_the_first(otter):
    assert Client().get("/recover/passphrase/").url == "/recover/"
    assert (
        Client().post("/recover/passphrase/", {"passphrase": NEW, "again": NEW}).url == "/recover/"
    )
    otter.refresh_from_db()
    assert otter.check_password(PASSPHRASE)


def test_the_second_step_closes_after_half_an_hour(otter):
    client = Client()
    send(client, queries.recovery_codes_left(otter)[0])
    with clock.frozen(clock.now() + _half_an_hour()):
        assert client.get("/recover/passphrase/").url == "/recover/"


def _half_an_hour():
    from datetime import timedelta

    return timedelta(minutes=31)


def test_the_second_step_works_once(otter):
    client = Client()
    send(client, queries.recovery_codes_left(otter)[0])
    client.post("/recover/passphrase/", {"passphrase": NEW, "again": NEW})
    again = client.post(
        "/recover/passphrase/", {"passphrase": "another " + NEW, "again": "another " + NEW}
    )
    assert again.url == "/recover/"
    otter.refresh_from_db()
    assert otter.check_password(NEW)


def test_the_session_key_changes_with_the_code(otter):
    client = Client()
    client.get("/recover/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    send(client, queries.recovery_codes_left(otter)[0])
    attacker = Client()
    attacker.cookies["session"] = planted
    assert attacker.get("/recover/passphrase/").url == "/recover/"


def test_a_weak_new_passphrase_is_refused_and_the_step_stays_open(otter):
    client = Client()
    send(client, queries.recovery_codes_left(otter)[0])
    weak = client.post("/recover/passphrase/", {"passphrase": "short", "again": "short"})
    assert weak.status_code == 422
    assert list(weak.context["form"].errors) == ["passphrase"]
    assert client.post("/recover/passphrase/", {"passphrase": NEW, "again": NEW}).status_code == 302


def _new_passphrase(account):
    actions.change_passphrase(
        account=account, passphrase="the owner's " + NEW, keep_session=None, by=account
    )


TAKEN_BACK = [
    _new_passphrase,
    lambda account: actions.make_recovery_codes(account=account, by=account),
]


@pytest.mark.parametrize("take_back", TAKEN_BACK)
def test_the_second_step_closes_when_the_person_takes_the_account_back(otter, take_back):
    thief = Client()
    send(thief, queries.recovery_codes_left(otter)[0])
    assert thief.get("/recover/passphrase/").status_code == 200
    take_back(otter)
    kept = Account.objects.get(pk=otter.pk).password
    assert thief.get("/recover/passphrase/").url == "/recover/"
    sent = thief.post("/recover/passphrase/", {"passphrase": NEW, "again": NEW})
    assert (sent.status_code, sent.url) == (302, "/recover/")
    assert thief.get("/me/account/").status_code == 302
    assert Account.objects.get(pk=otter.pk).password == kept


@pytest.mark.parametrize("take_back", TAKEN_BACK)
def test_an_account_taken_back_meanwhile_is_not_recovered(otter, take_back):
    mark = queries.recovery_mark(otter)
    take_back(otter)
    theirs = client_of(Account.objects.get(pk=otter.pk))
    with pytest.raises(NotPossible) as refused:
        actions.recover(account=otter, mark=mark, passphrase=NEW, drop_totp=True, by=otter)
    assert refused.value.code == "taken_back"
    assert not Account.objects.get(pk=otter.pk).check_password(NEW)
    assert theirs.get("/me/account/").status_code == 200


def test_an_account_taken_back_while_the_answer_is_on_its_way_stays_theirs(otter, monkeypatch):
    thief = Client()
    send(thief, queries.recovery_codes_left(otter)[0])
    recover = actions.recover

    def too_late(**given):
        _new_passphrase(otter)
        return recover(**given)

    monkeypatch.setattr(actions, "recover", too_late)
    assert thief.post("/recover/passphrase/", {"passphrase": NEW, "again": NEW}).url == "/recover/"
    assert not Account.objects.get(pk=otter.pk).check_password(NEW)


@pytest.mark.parametrize("drop", [True, False])
def test_a_lost_code_app_does_not_keep_the_person_out(otter, drop):
    actions.add_totp(account=otter, secret="JBSWY3DPEHPK3PXP", by=otter)
    client = Client()
    send(client, queries.recovery_codes_left(otter)[0])
    data = {"passphrase": NEW, "again": NEW} | ({"drop_totp": "on"} if drop else {})
    assert client.post("/recover/passphrase/", data).url == "/me/account/codes/"
    assert client.get("/me/account/").status_code == 200
    assert (queries.totp_of(otter) is None) == drop


def test_new_codes_replace_the_old(otter):
    old = set(queries.recovery_codes_left(otter))
    actions.make_recovery_codes(account=otter, by=otter)
    new = set(queries.recovery_codes_left(otter))
    assert len(new) == 8
    assert not old & new
    assert not actions.use_recovery_code(account=otter, code=old.pop(), by=otter)


def test_codes_are_sealed_at_rest(otter):
    from allauth.mfa.models import Authenticator

    kept = str(list(Authenticator.objects.values()))
    assert not [code for code in queries.recovery_codes_left(otter) if code in kept]


def test_recovery_is_recorded_without_the_code(otter):
    code = queries.recovery_codes_left(otter)[0]
    send(Client(), code)
    event = Event.objects.get(verb="accounts.recovered")
    assert (event.object_id, event.details) == (str(otter.id), {})
    assert not Session.objects.filter(account=otter).exists()
