"""A suspended person proves who they are and reads what was decided: that page, and nothing else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts import door
from hearten.accounts.models import Account, Session, SuspendReason
from hearten.accounts.queries import listener_for
from hearten.accounts.tests.factories import PASSPHRASE, TESTS, client_of
from hearten.conduct import actions
from hearten.conduct.rules import Kind
from hearten.conduct.tests.factories import REASON
from hearten.foundation import clock

pytestmark = pytest.mark.django_db
MINE = "/decisions/"


@pytest.fixture
def person(scene):
    account = scene.person
    account.set_password(PASSPHRASE)
    account.save(update_fields=["password"])
    return account


def sign_in(client=None):
    client = client or Client()
    data = {"pseudonym": "Planted Reported", "passphrase": PASSPHRASE}
    return client, client.post("/sign-in/", data)


@pytest.fixture
def paused(scene, person):
    return scene.stands(Kind.PAUSE)


def test_they_are_led_to_the_decision_and_read_why(scene, paused):
    client, answer = sign_in()
    assert (answer.status_code, answer.url) == (302, MINE)
    page = unescape(client.get(MINE).text)
    assert "Your account is paused" in page
    shown = unescape(client.get(reverse("conduct:decision", args=[paused.id])).text)
    for words in (
        REASON,
        "Nobody is insulted, threatened or pushed",
        "It ends by itself:",
        "Crisis help: numbers that answer now",
        "Your own plan for hard hours",
        "Ask for another look",
        "within 7 days",
    ):
        assert words in shown
    for name in ("Calm Heron", "Quiet Finch", "Planted Reporter"):
        assert name not in shown + page


def test_nothing_else_opens(scene, paused):
    client, _answer = sign_in()
    for name in ("pages:home", "accounts:settings", "matching:inbox", "toolkit:plan"):
        page = client.get(reverse(name))
        assert page.status_code == 302 or "Hello" not in page.text
        assert "Planted Reported" not in page.text
    assert client.get(reverse("toolkit:kept")).status_code == 200
    assert Session.objects.filter(account=scene.person).count() == 0
    assert listener_for(client.session.session_key) is None


def test_they_can_ask_for_another_look_and_answer_a_letter(scene, paused):
    letter = actions.write_letter(
        account=scene.person,
        programme=scene.programme,
        footing=scene.footing,
        text="How do you see it?",
        by=scene.first,
    )
    client, _answer = sign_in()
    client.post(reverse("conduct:appeal", args=[paused.id]), {"words": "I asked once"})
    assert paused.appeal.outcome == ""
    page = client.get(reverse("conduct:letter", args=[letter.id])).text
    letter_id = re.search(r'name="letter_id" value="([^"]+)"', page)[1]
    data = {"letter_id": letter_id, "text": "planted"}
    assert client.post(reverse("conduct:letter", args=[letter.id]), data).status_code == 302
    assert "planted" in client.get(reverse("conduct:letter", args=[letter.id])).text


def test_the_wrong_passphrase_opens_no_door_and_others_lead_to_what_is_theirs(
    scene, person, paused
):
    wrong = Client().post("/sign-in/", {"pseudonym": "Planted Reported", "passphrase": "x" * 12})
    assert (wrong.status_code, "paused" in wrong.text) == (422, False)
    other = scene.reporter
    other.set_password(PASSPHRASE)
    other.save(update_fields=["password"])
    accounts.suspend(account=other, reason=SuspendReason.OWN_WISH, by=TESTS)
    client = Client()
    answer = client.post("/sign-in/", {"pseudonym": "Planted Reporter", "passphrase": PASSPHRASE})
    assert answer.url == reverse("accounts:data")
    assert "Your account is paused" in client.get(answer.url).text
    assert client.get("/").context["user"].is_anonymous


def test_the_second_proof_is_asked_as_always(scene, person, paused):
    secret = generate_totp_secret()
    accounts.add_totp(account=person, secret=secret, by=person)
    client, answer = sign_in()
    assert answer.url == reverse("accounts:one_time_code")
    assert client.get(MINE).status_code == 302
    import time

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("accounts:one_time_code"), {"code": code}).url == MINE
    assert client.get(MINE).status_code == 200


def test_the_door_shuts_by_itself_and_by_hand(scene, paused):
    client, _answer = sign_in()
    with clock.frozen(clock.now() + door.OPEN_FOR + timedelta(seconds=1)):
        assert client.get(MINE).status_code == 302
    assert client.get(MINE).status_code == 200
    client.post(reverse("accounts:sign_out"))
    assert client.get(MINE).status_code == 302


def test_the_session_key_changes_at_the_door(scene, paused):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies["session"] = planted
    assert attacker.get(MINE).status_code == 302


def test_who_was_let_back_in_has_no_door_any_more(scene, paused):
    client, _answer = sign_in()
    actions.lift(measure=paused, by=scene.second)
    assert client.get(MINE).status_code == 302


def test_a_pause_that_has_run_out_is_over_at_the_door_before_any_job(scene, paused):
    with clock.frozen(paused.until):
        _client, answer = sign_in()
        assert (answer.status_code, answer.url) == (302, "/")
        assert Account.objects.get(pk=scene.person.pk).is_active
    paused.refresh_from_db()
    assert paused.state == "over"


def test_decisions_are_their_persons_alone(scene, paused):
    for person in (scene.reporter, scene.first, scene.manager()):
        client = client_of(person)
        assert client.get(reverse("conduct:decision", args=[paused.id])).status_code == 404
        for name in ("acknowledge", "appeal"):
            address = reverse(f"conduct:{name}", args=[paused.id])
            assert client.post(address, {"words": "x"}).status_code == 404
        assert "Nothing was decided about you" in client.get(MINE).text


def test_a_suspended_person_reads_in_their_own_language(scene, person, paused):
    Account.objects.filter(pk=person.pk).update(language="ar")
    client, _answer = sign_in()
    assert 'dir="rtl"' in client.get(MINE).text
