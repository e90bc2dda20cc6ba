"""Webhooks: signed, told once it is true, told again until it is enough, and nothing inside is reached."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.forum import actions as forum
from hearten.forum.tests.factories import make_space
from hearten.forum.tests.factories import start as begin
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import actions as groups
from hearten.groups.tests.factories import TESTS, start, words
from hearten.integrations import actions, jobs, ports, queries
from hearten.integrations.clients.webhooks import Webhooks
from hearten.integrations.models import Happening, Telling, Webhook
from hearten.integrations.rules import KEPT, LEASE, OFF_AFTER, again_after, signature
from hearten.notifications.clients import guarded
from hearten.notifications.queries import deliveries_about
from hearten.notifications.tests.recorded import (
    HOST,
    Answer,
    Provider,
    Silence,
    certificate_for,
    listening,
)

TAKEN = Answer(204)
BROKEN = Answer(503)


def test_it_signs_as_the_standard_does():
    given = {"message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "timestamp": 1614265330}
    signed = signature(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], **given, body='{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_pauses_grow_and_end():
    pauses = [again_after(attempts) for attempts in range(1, 9)]
    assert pauses[:2] == [timedelta(seconds=5), timedelta(minutes=5)]
    assert (pauses[:7], pauses[7]) == (sorted(pauses[:7]), None)


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def manager(programme):
    return make_account(programme=programme, roles=[Role.MANAGER])


def register(programme, *kinds, **said):
    usual = {"webhook_id": uuid4(), "address": f"https://{HOST}/told"}
    chosen = kinds or tuple(Happening)
    return actions.register_webhook(programme=programme, kinds=chosen, **(usual | said), by=TESTS)


@pytest.fixture
def signed(programme):
    return register(programme)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for(HOST, tmp_path_factory.mktemp("hooks") / "hooks.pem")


@pytest.fixture
def receiver(signed, certificate, monkeypatch):
    """A receiver on this machine, whose loopback counts as the open internet, and the webhook led to it."""
    real = socket.getaddrinfo

    def found(host, *more, **most):
        return real("127.0.0.1" if host == HOST else host, *more, **most)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    provider, before = Provider(TAKEN), ports.sender()
    with listening(provider, certificate=certificate) as port:
        _lead_to(port)
        open_here = {"ports": {port}, "authority": str(certificate)}
        reach = guarded.Reach(allows=lambda _address: True, **open_here)
        ports.bind_sender(Webhooks(timeout=1, reach=reach))
        provider.port, provider.open_here = port, open_here
        yield provider
    ports.bind_sender(before)


def _lead_to(port):
    Webhook.objects.update(address=f"https://{HOST}:{port}/told")


def told(*, of=None):
    found = Telling.objects.order_by("made_at", "pk")
    return [(one.kind, json.loads(one.body)["data"]) for one in found if of in (None, one.kind)]


def test_it_is_told_what_everybody_may_know_and_nothing_else(programme, signed):
    person, host = (make_account(programme=programme) for _one in range(2))
    space = make_space(programme, "Zqspace")
    begin(space, person, title="zqbefore")
    public = forum.open_to_all(space=space, for_engines=False, by=TESTS)
    forum.open_to_all(space=public, for_engines=True, by=TESTS)
    thread = begin(public, person, title="zqtitle", text="zqtext", knows_public=True)
    forum.keep_to_members(space=public, by=TESTS)
    group = start(programme, host, name="Zqgroup")
    soon = clock.now() + timedelta(days=1)
    meeting = groups.set_meeting(group=group, starts_at=soon, minutes=60, by=host)
    groups.cancel_meeting(meeting=meeting, by=host)
    groups.change_group(group=group, words=words(name="Zqgroup", entry="closed"), by=host)
    meeting = groups.set_meeting(group=group, starts_at=soon, minutes=60, by=host)
    event = {"group_id": str(group.pk), "starts_at": soon.isoformat(), "minutes": "60"}
    here, one = {"space_id": str(space.pk)}, {"group_id": str(group.pk)}
    [(_announced, first)] = told(of="event.announced")
    assert told() == [
        ("space.opened", here),
        ("thread.created", here | {"thread_id": str(thread.pk)}),
        ("space.closed", here),
        ("group.listed", one),
        ("event.announced", event | {"event_id": first["event_id"]}),
        ("event.cancelled", event | {"event_id": first["event_id"]}),
        ("group.closed", one),
    ]
    bodies = "".join(Telling.objects.values_list("body", flat=True))
    people = [str(each.pk) for each in (person, host)] + [person.pseudonym, host.pseudonym]
    assert [word for word in ("zq", "Zq", *people) if word in bodies] == []


def test_a_thread_is_told_of_once_it_can_be_read_and_once_only(programme, signed):
    person = make_account(programme=programme)
    moderator = make_account(programme=programme, roles=[Role.MODERATOR])
    space = forum.open_to_all(space=make_space(programme), for_engines=False, by=TESTS)
    held = begin(space, person, text="I am at zq@example.org", knows_public=True)
    assert told(of="thread.created") == []
    post = held.posts.get()
    forum.release_post(post=post, by=moderator)
    forum.hold_post(post=post, by=moderator)
    forum.release_post(post=post, by=moderator)
    assert len(told(of="thread.created")) == 1


def test_what_did_not_happen_is_not_told_nor_what_it_did_not_ask_for(programme):
    register(programme, Happening.GROUP_LISTED)
    space = make_space(programme)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        forum.open_to_all(space=space, for_engines=False, by=TESTS)
        start(programme, make_account(programme=programme))
        raise ZeroDivisionError
    assert told() == []
    forum.open_to_all(space=space, for_engines=False, by=TESTS)
    register(make_programme())
    start(programme, make_account(programme=programme))
    assert [kind for kind, _facts in told()] == ["group.listed"]


def verified(asked, secret):
    """As a receiver's library does it."""
    said = {name.lower(): value for name, value in asked.headers.items()}
    content = b".".join(
        [said["webhook-id"].encode(), said["webhook-timestamp"].encode(), asked.body]
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return f"v1,{right}" in said["webhook-signature"].split()


def test_it_arrives_signed(signed, receiver):
    actions.send_test(webhook=signed.webhook, by=TESTS)
    assert jobs.carry_due() == 1
    [asked] = receiver.asked
    telling = Telling.objects.get()
    assert (asked.path, asked.headers["webhook-id"]) == ("/told", str(telling.pk))
    assert asked.headers["Content-Type"] == "application/json"
    assert (telling.state, telling.answered, json.loads(asked.body)["type"]) == (
        "sent",
        "204",
        "test",
    )
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert (verified(asked, signed.secret), verified(asked, other)) == (True, False)
    assert jobs.carry_due() == 0


def test_for_a_day_both_secrets_sign(signed, receiver):
    new = actions.rotate_secret(webhook=signed.webhook, by=TESTS)
    at = clock.now()
    for later, both in ((timedelta(hours=23), True), (timedelta(hours=25), False)):
        with clock.frozen(at + later):
            actions.send_test(webhook=signed.webhook, by=TESTS)
            jobs.carry_due()
        asked = receiver.asked[-1]
        assert (verified(asked, new.secret), verified(asked, signed.secret)) == (True, both)


def test_killed_between_sending_and_marking_it_is_told_again_under_the_same_id(signed, receiver):
    actions.send_test(webhook=signed.webhook, by=TESTS)
    at = clock.shared_now()
    with clock.frozen(at):
        [one] = actions.lease_due(most=9, by=jobs.CARRIER)
        assert ports.sender().post(address=one.address, body=one.body, headers=one.headers) == 204
        # Here it dies.
        assert actions.lease_due(most=9, by=jobs.CARRIER) == []
    with clock.frozen(at + LEASE):
        assert jobs.carry_due() == 1
    ids = [asked.headers["webhook-id"] for asked in receiver.asked]
    assert ids == [str(one.id)] * 2
    assert Telling.objects.get().state == "sent"


def _fail_until_given_up(telling):
    """As many attempts as there are, one after each pause."""
    attempts, row = 0, Telling.objects.filter(pk=telling.pk)
    while row.get().state == "waiting":
        with clock.frozen(row.get().due_at):
            [one] = actions.lease_due(most=1, by=jobs.CARRIER)
            actions.mark(telling_id=one.id, answered="503", by=jobs.CARRIER)
        attempts += 1
    return attempts


def test_given_up_again_and_again_it_is_switched_off_and_managers_are_told(signed, manager):
    hook = signed.webhook
    for _one in range(OFF_AFTER):
        hook.refresh_from_db()
        assert (hook.off_at, deliveries_about(f"webhook:{hook.pk}")) == (None, [])
        actions.send_test(webhook=hook, by=TESTS)
        assert _fail_until_given_up(Telling.objects.order_by("-made_at").first()) == 8
    hook.refresh_from_db()
    assert hook.was_switched_off
    assert {one.account_id for one in deliveries_about(f"webhook:{hook.pk}")} == {manager.pk}
    with pytest.raises(NotPossible):
        actions.send_test(webhook=hook, by=TESTS)
    actions.switch_webhook(webhook=hook, on=True, by=manager)
    first = Telling.objects.order_by("made_at").first()
    actions.send_again(telling=first, by=manager)
    [one] = actions.lease_due(most=9, by=jobs.CARRIER)
    assert one.id == first.pk


@pytest.mark.parametrize(
    ("answer", "answered", "state", "off"),
    [
        (BROKEN, "503", "waiting", False),
        (Answer(302, headers={"Location": "https://planted.example/"}), "302", "waiting", False),
        (Answer(410), "410", "given_up", True),
        (Silence(), "ReadTimeout", "waiting", False),
    ],
)
def test_what_is_no_yes_is_not_taken(signed, receiver, answer, answered, state, off):
    receiver.answers = [answer]
    actions.send_test(webhook=signed.webhook, by=TESTS)
    jobs.carry_due()
    telling = Telling.objects.select_related("webhook").get()
    found = (telling.answered, telling.state, telling.webhook.off_at is not None)
    assert (found, len(receiver.asked)) == ((answered, state, off), 1)


def test_nothing_inside_is_reached(signed, receiver):
    ports.bind_sender(Webhooks(timeout=1, reach=guarded.Reach(**receiver.open_here)))
    actions.send_test(webhook=signed.webhook, by=TESTS)
    jobs.carry_due()
    assert (Telling.objects.get().answered, receiver.asked) == ("not_public", [])
    ports.bind_sender(Webhooks(timeout=1))
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        jobs.carry_due()
    assert (Telling.objects.get().answered, receiver.asked) == ("no_plain_https", [])


@pytest.mark.parametrize(
    "address",
    [
        "http://planted.example/",
        "https://planted.example:8443/",
        "https://a:b@planted.example/",
        "x",
    ],
)
def test_an_address_that_is_no_plain_https_is_not_taken(programme, address):
    with pytest.raises(Invalid) as refused:
        register(programme, address=address)
    assert list(refused.value.fields) == ["address"]


def test_only_managers_of_the_programme(programme, signed):
    hook = signed.webhook
    actions.send_test(webhook=hook, by=TESTS)
    telling = Telling.objects.get()
    for by in (make_account(programme=programme), make_account(roles=[Role.MANAGER])):
        for attempt in (
            lambda by=by: actions.rotate_secret(webhook=hook, by=by),
            lambda by=by: actions.switch_webhook(webhook=hook, on=False, by=by),
            lambda by=by: actions.remove_webhook(webhook=hook, by=by),
            lambda by=by: actions.send_test(webhook=hook, by=by),
            lambda by=by: actions.send_again(telling=telling, by=by),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_the_secret_is_stored_sealed_and_what_is_old_is_forgotten(signed):
    actions.send_test(webhook=signed.webhook, by=TESTS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_secret FROM integrations_webhook")
        [[stored]] = cursor.fetchall()
    assert signed.secret.encode() not in bytes(stored)
    assert signed.secret not in repr(signed)
    [one] = actions.lease_due(most=9, by=jobs.CARRIER)
    actions.mark(telling_id=one.id, answered="200", by=jobs.CARRIER)
    assert actions.forget_old(by=jobs.CARRIER) == 0
    with clock.frozen(clock.now() + KEPT + timedelta(days=1)):
        assert actions.forget_old(by=jobs.CARRIER) == 1


def test_the_database_keeps_what_a_webhook_is(signed):
    actions.send_test(webhook=signed.webhook, by=TESTS)
    hook, row = Webhook.objects.all(), Telling.objects.all()
    now = clock.now()
    for rows, change, name in (
        (hook, {"address": "http://planted.example"}, "webhook_is_https"),
        (hook, {"kinds": []}, "webhook_is_told_something"),
        (hook, {"kinds": ["everything"]}, "webhook_is_told_something"),
        (hook, {"old_until": now}, "webhook_old_secret_whole"),
        (row, {"leased_until": now}, "telling_leased_while_sent"),
        (row, {"state": "sending"}, "telling_leased_while_sent"),
        (row, {"state": "sent"}, "telling_sent_has_its_time"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)
    one = row.get()
    with pytest.raises(IntegrityError, match="telling_once"), transaction.atomic():
        Telling.objects.create(webhook=signed.webhook, cause=one.cause, body="{}", due_at=now)


def test_a_manager_does_it_all_on_pages(programme, manager):
    client, page = client_of(manager), reverse("integrations:register_webhook")
    sent = {"webhook_id": uuid4(), "address": "http://planted.example/x", "kinds": ["test"]}
    refused = client.post(page, sent)
    assert (refused.status_code, "http://planted.example/x" in refused.content.decode()) == (
        422,
        True,
    )
    sent |= {"address": f"https://{HOST}/told", "kinds": ["group.listed"]}
    assert "whsec_" in client.post(page, sent).content.decode()
    assert client.post(page, sent).status_code == 422
    hook = Webhook.objects.get()
    here = reverse("integrations:webhook", args=[hook.pk])
    client.post(reverse("integrations:test_webhook", args=[hook.pk]))
    [one] = actions.lease_due(most=9, by=jobs.CARRIER)
    actions.mark(telling_id=one.id, answered="200", by=jobs.CARRIER)
    shown = client.get(here).content.decode()
    assert ("whsec_" in shown, str(one.id) in shown) == (False, True)
    client.post(reverse("integrations:send_again", args=[hook.pk, one.id]))
    assert Telling.objects.get().state == "waiting"
    assert (
        "whsec_"
        in client.post(reverse("integrations:rotate_secret", args=[hook.pk])).content.decode()
    )
    client.post(reverse("integrations:switch_webhook", args=[hook.pk]), {"on": "0"})
    assert Webhook.objects.get().off_at is not None
    client.post(reverse("integrations:remove_webhook", args=[hook.pk]))
    assert (Webhook.objects.count(), Telling.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ("", ""),
        ("503", "The answer was 503"),
        ("not_public", "The address leads to where nothing is sent"),
        ("too_slow", "There was no answer in time"),
        ("gaierror", "Nobody could be reached there"),
    ],
)
def test_what_came_of_it_is_said_in_words(answered, said):
    assert queries.said_of(Telling(answered=answered)) == said
