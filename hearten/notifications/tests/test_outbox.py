"""The outbox: once a cause, leased, sent outside any transaction, given up only after several tries."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.tests import factories as people
from hearten.foundation import alive, clock, ids
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.tests.at_once import at_once
from hearten.notifications import actions, jobs, ports, queries
from hearten.notifications.clients.mail import Email
from hearten.notifications.models import Delivery, Way, Words
from hearten.notifications.rules import GIVEN_UP_AFTER_SECONDS, LEASE, SEND_SECONDS, again_after

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)


def at(seconds: float):
    return clock.frozen(START + timedelta(seconds=seconds))


def with_email(person, address="heron@planted.example"):
    way = actions.add_way(kind="email", address=address, by=person)
    Delivery.objects.filter(words="code").delete()
    Way.objects.filter(pk=way.pk).update(verified_at=clock.now(), sealed_code=None)
    return way


@pytest.fixture
def way(moderator, provider):
    return with_email(moderator)


def send(*who, cause="step:1", words=Words.PAGE):
    return actions.send(
        people=[one.pk for one in who], subject="alert:1", cause=cause, words=words, by=SYSTEM
    )


def emails():
    return Delivery.objects.filter(kind="email")


def states() -> list[str]:
    return list(emails().order_by("made_at").values_list("state", flat=True))


def test_on_the_pages_always_and_by_each_verified_way(moderator, way):
    actions.add_way(kind="email", address="unverified@planted.example", by=moderator)
    Delivery.objects.filter(words="code").delete()
    assert send(moderator) == 2
    assert sorted(Delivery.objects.values_list("kind", "state")) == [
        ("email", "waiting"),
        ("in_app", "sent"),
    ]


def test_the_same_cause_again_tells_nobody_twice(moderator, way):
    assert [send(moderator), send(moderator), send(moderator, cause="step:2")] == [2, 0, 2]


def test_it_is_of_the_transaction_that_wants_it(moderator, way):
    with pytest.raises(RuntimeError), transaction.atomic():
        send(moderator)
        raise RuntimeError
    assert Delivery.objects.count() == 0


def test_it_is_sent_with_no_transaction_open_and_marked(moderator, way, provider):
    send(moderator)
    assert jobs.deliver_due() == 1
    assert jobs.deliver_due() == 0
    row = emails().get()
    assert (row.state, row.reference, row.attempts) == ("sent", "ref-1", 1)
    assert [(one.key, one.address) for one in provider.letters] == [
        (row.id, "heron@planted.example")
    ]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_provider_is_asked(moderator, way, provider, monkeypatch):
    seen = []

    def send_it(letter):
        with connection.cursor() as cursor:  # another thread, so another connection
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            seen.append(cursor.fetchone()[0])
        connection.close()
        return "ok"

    monkeypatch.setattr(provider, "send", send_it)
    send(moderator)
    jobs.deliver_due()
    assert seen == [0]


@pytest.mark.parametrize(
    ("language", "words", "subject", "text"),
    [
        ("en", "page", "Something needs you", "Something needs you. Please open the app."),
        ("en", "drill", "A practice", "This is a practice. Please open the app."),
    ],
)
def test_a_letter_says_nothing_to_whoever_looks_over_a_shoulder(
    provider, language, words, subject, text
):
    programme = people.make_programme("Planted Harbour")
    person = people.make_account(
        "Planted Heron", programme=programme, roles=[Role.MODERATOR], language=language
    )
    with_email(person)
    send(person, words=Words(words))
    jobs.deliver_due()
    [letter] = provider.letters
    assert (letter.subject, letter.text) == (subject, text)


def test_a_provider_that_refuses_is_asked_again_with_the_same_key(moderator, way, provider):
    provider.refusals = [ports.NotDelivered("busy", again=True), OSError("gone")]
    with at(0):
        send(moderator)
        jobs.deliver_due()
    assert states() == ["waiting"]
    for seconds in (1.9, 2, 6.9, 7):
        with at(seconds):
            jobs.deliver_due()
    assert states() == ["sent"]
    assert [one.key for one in provider.letters] == [emails().get().id] * 3


def test_one_that_answers_for_ever_keeps_nobody_waiting(
    moderator, way, provider, programme, monkeypatch
):
    other = people.make_account(programme=programme, roles=[Role.MODERATOR])
    with_email(other, "owl@planted.example")
    let_go, real = threading.Event(), provider.send

    def send_it(letter):
        if letter.address.startswith("heron"):
            let_go.wait(30)
        return real(letter)

    monkeypatch.setattr(provider, "send", send_it)
    monkeypatch.setattr(jobs, "GIVEN_UP_AFTER_SECONDS", 0.3)
    send(moderator, other)
    try:
        assert jobs.deliver_due() == 2
    finally:
        let_go.set()
    rows = {row.account_id: (row.state, row.fault) for row in emails()}
    assert rows == {moderator.pk: ("waiting", "too_slow"), other.pk: ("sent", "")}
    assert SEND_SECONDS < GIVEN_UP_AFTER_SECONDS < LEASE.total_seconds()


def test_what_cannot_help_is_given_up_at_once(moderator, way, provider):
    provider.refusals = [ports.NotDelivered("refused", again=False)]
    send(moderator)
    jobs.deliver_due()
    assert (states(), emails().get().fault) == (["failed"], "refused")
    assert [one.last_fault for one in queries.ways_of(moderator)] == [True]


def test_it_is_given_up_after_several_tries(moderator, way, provider):
    provider.refusals = [ports.NotDelivered("busy", again=True)] * 20
    with at(0):
        send(moderator)
    for minute in range(20):
        with at(61 * minute):
            jobs.deliver_due()
    assert (states(), len(provider.letters)) == (["failed"], 8)
    assert [again_after(8), again_after(1)] == [None, timedelta(seconds=2)]


def test_a_lease_keeps_others_away_until_it_runs_out(moderator, way, provider):
    with at(0):
        send(moderator)
        [mine] = actions.lease_due(most=9, by=SYSTEM)
    with at(LEASE.total_seconds() - 1):
        assert actions.lease_due(most=9, by=SYSTEM) == []
    with at(LEASE.total_seconds()):  # whoever had it is dead
        [again] = actions.lease_due(most=9, by=SYSTEM)
    assert again.letter == mine.letter
    assert emails().get().attempts == 2
    assert LEASE.total_seconds() > 2 * SEND_SECONDS


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_one_had_is_taken_up_at_once(moderator, way):
    send(moderator)
    leased, let_go, session = threading.Event(), threading.Event(), []

    def hold():
        try:
            with alive.sign_of_life() as sender:
                session.append(connection.connection.info.backend_pid)
                actions.lease_due(most=9, by=SYSTEM, sender=sender)
                leased.set()
                let_go.wait(30)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert leased.wait(30)
        with alive.sign_of_life() as mine:
            assert actions.lease_due(most=9, by=SYSTEM, sender=mine) == []
            with connection.cursor() as cursor:  # as a kill of its process ends it
                cursor.execute("SELECT pg_terminate_backend(%s, 10000)", session)
            assert len(actions.lease_due(most=9, by=SYSTEM, sender=mine)) == 1
            # One's own batch is not taken for somebody's who died.
            assert actions.lease_due(most=9, by=SYSTEM, sender=mine) == []
    finally:
        let_go.set()
        holder.join()
    assert emails().get().attempts == 2


def test_a_late_yes_of_a_lease_that_ran_out_still_counts(moderator, way):
    with at(0):
        send(moderator)
        [mine] = actions.lease_due(most=9, by=SYSTEM)
    with at(21):
        actions.lease_due(most=9, by=SYSTEM)
        actions.mark_sent(delivery_id=mine.id, reference="r", by=SYSTEM)
        actions.mark_failed(delivery_id=mine.id, fault="late", again=True, by=SYSTEM)
    assert states() == ["sent"]


@pytest.mark.parametrize("how", ["claimed", "suspended", "role ended", "way removed"])
def test_what_is_not_needed_any_more_is_not_sent(moderator, programme, way, provider, how):
    send(moderator)
    if how == "claimed":
        actions.withdraw(subject="alert:1", by=SYSTEM)
    elif how == "suspended":
        accounts.suspend(account=moderator, reason=SuspendReason.SAFETY, by=people.TESTS)
    elif how == "role ended":
        accounts.end_role(
            account=moderator, programme=programme, role=Role.MODERATOR, by=people.TESTS
        )
    else:
        actions.remove_way(way_id=way.id, by=moderator)
    jobs.deliver_due()
    assert (states(), provider.letters) == (["withdrawn"], [])


def test_an_address_whose_key_was_destroyed_is_reached_no_more(moderator, way, provider):
    send(moderator)
    moderator.wrapped_key = None
    moderator.save()
    jobs.deliver_due()
    assert (states(), provider.letters) == (["failed"], [])


def test_people_carry_nothing(moderator):
    for act in (
        lambda: actions.lease_due(most=1, by=moderator),
        lambda: actions.mark_sent(delivery_id=ids.new_id(), reference="", by=moderator),
        lambda: actions.send(people=[], subject="", cause="", words=Words.PAGE, by=moderator),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "sending"}, "delivery_state_whole"),
        ({"state": "sent"}, "delivery_state_whole"),
        ({"state": "failed"}, "delivery_state_whole"),
        ({"leased_until": START}, "delivery_state_whole"),
        ({"cause": "step:2"}, "delivery_once"),
    ],
)
def test_the_database_refuses(moderator, way, change, name):
    send(moderator)
    send(moderator, cause="step:2")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        emails().filter(cause="step:1").update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_lease_different_deliveries(programme, provider):
    for number in range(6):
        person = people.make_account(programme=programme, roles=[Role.MODERATOR])
        with_email(person, f"n{number}@planted.example")
        send(person)
    leased = at_once(*[lambda: actions.lease_due(most=3, by=SYSTEM)] * 3)
    keys = [one.id for some in leased for one in some]
    assert len(keys) == len(set(keys))


def test_an_email_carries_its_key_and_nothing_of_us(settings):
    settings.EMAIL_FROM = "notice@planted.example"
    letter = ports.Letter(key=ids.new_id(), address="heron@planted.example", subject="S", text="T")
    reference = Email(timeout=SEND_SECONDS).send(letter)
    [sent] = mail.outbox
    assert sent.extra_headers["Message-ID"] == reference == f"<{letter.key}@planted.example>"
    assert (sent.subject, sent.body, sent.to, sent.from_email) == (
        "S",
        "T",
        ["heron@planted.example"],
        "notice@planted.example",
    )


@pytest.mark.parametrize(
    ("error", "code", "again"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"planted")}), "refused", False),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"planted")}), "refused", True),
        (smtplib.SMTPAuthenticationError(535, b"planted"), "smtp_535", True),
        (smtplib.SMTPServerDisconnected("planted"), "SMTPServerDisconnected", True),
        (TimeoutError("planted"), "TimeoutError", True),
    ],
)
def test_what_the_mail_server_says_becomes_a_code(monkeypatch, error, code, again):
    def refuse(self):
        raise error

    monkeypatch.setattr("hearten.notifications.clients.mail.EmailMessage.send", refuse)
    letter = ports.Letter(key=ids.new_id(), address="a@planted.example", subject="S", text="T")
    with pytest.raises(ports.NotDelivered) as refusal:
        Email(timeout=1).send(letter)
    assert (refusal.value.code, refusal.value.again) == (code, again)
