"""The email provider against a mail server that speaks over a socket."""

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, time
from email import message_from_bytes, message_from_string
from email.policy import default

import pytest

from hearten.accounts.tests import factories as people
from hearten.foundation import clock, ids
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, jobs, ports
from hearten.notifications.clients.mail import Email
from hearten.notifications.models import Delivery, NewsKind
from hearten.notifications.rules import Rhythm
from hearten.notifications.tests.wanting import told_by_mail

PATIENCE = 20.0
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
SYSTEM = SystemActor("test")


class MailServer:
    """Takes one mail, or refuses its recipient; knows what it was told."""

    def __init__(self, *, refuses: str = "") -> None:
        self.refuses = refuses
        self.recipients: list[str] = []
        self.mail = ""
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(PATIENCE)
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._thread.join(PATIENCE)
        self._door.close()

    def _serve(self) -> None:
        line, _peer = self._door.accept()
        line.settimeout(PATIENCE)
        with line, line.makefile("rw", newline="\r\n") as talk:

            def say(words: str) -> None:
                talk.write(words + "\n")
                talk.flush()

            say("220 ready")
            for heard in talk:
                match heard.strip().upper()[:4]:
                    case "RCPT":
                        self.recipients.append(heard.strip())
                        say(self.refuses or "250 ok")
                    case "DATA":
                        say("354 go on")
                        while (text := talk.readline()).rstrip("\r\n") != ".":
                            self.mail += text.rstrip("\r\n") + "\n"
                        say("250 taken")
                    case "QUIT":
                        say("221 bye")
                        return
                    case _:
                        say("250 ok")


@pytest.fixture
def letter():
    return ports.Letter(
        key=ids.new_id(),
        address="heron@planted.example",
        subject="Something needs you",
        text="Something needs you. Please open the app.",
    )


@pytest.fixture
def mail_server(settings):
    def at(server: MailServer) -> MailServer:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_FROM = "notice@planted.example"
        return server

    return at


def test_a_letter_arrives_with_its_key(mail_server, letter):
    with mail_server(MailServer()) as server:
        reference = Email(timeout=PATIENCE).send(letter)
    mail = message_from_string(server.mail)
    assert server.recipients == ["rcpt TO:<heron@planted.example>"]
    assert mail["Message-ID"] == reference == f"<{letter.key}@planted.example>"
    assert (mail["Subject"], mail.get_payload().strip()) == (letter.subject, letter.text)


@pytest.mark.parametrize(("answer", "again"), [("550 no such", False), ("451 later", True)])
def test_a_refused_recipient_is_asked_again_only_where_it_can_help(
    mail_server, letter, answer, again
):
    with mail_server(MailServer(refuses=answer)), pytest.raises(ports.NotDelivered) as refusal:
        Email(timeout=PATIENCE).send(letter)
    assert (refusal.value.code, refusal.value.again) == ("refused", again)


def test_nobody_listening_is_asked_again(mail_server, letter):
    server = mail_server(MailServer())
    server._door.close()
    with pytest.raises(ports.NotDelivered) as refusal:
        Email(timeout=PATIENCE).send(letter)
    assert refusal.value.again is True


def test_a_letter_that_can_be_ended_says_how(mail_server, letter):
    stop = "https://quiet.example/reach/stop/1/2/"
    with MailServer() as server:
        mail_server(server)
        Email(timeout=PATIENCE).send(replace(letter, stop=stop))
    mail = message_from_string(server.mail)
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_payload(decode=True).decode().rstrip().endswith(stop)


def test_a_call_cannot_be_ended_by_mail(mail_server, letter):
    with MailServer() as server:
        mail_server(server)
        Email(timeout=PATIENCE).send(letter)
    assert "List-Unsubscribe" not in message_from_string(server.mail)


@pytest.mark.django_db
def test_a_digest_arrives_in_a_mailbox(mail_server, settings):
    """From what happened to the mail itself, in the reader's language and by the hour they chose."""
    settings.SITE_URL = "https://quiet.example"
    person = people.make_account(language="es", time_zone="Europe/Madrid")
    with told_by_mail(person), clock.frozen(NOON):
        daily = dict.fromkeys(NewsKind, Rhythm.DAILY)
        hours = {"quiet": None, "digest_at": time(19, 30), "digest_day": 0, "says_what": True}
        actions.save_news_settings(account=person, rhythms=daily, by=person, **hours)
        for place in ("conversation:1", "conversation:2"):
            actions.note(people=[person.pk], kind=NewsKind.TALK, place=place, by=SYSTEM)
        Delivery.objects.all().delete()  # the code
        with MailServer() as server:
            mail_server(server)
            ports.bind_provider("email", Email(timeout=PATIENCE))
            for at in (NOON.replace(hour=18, minute=29), NOON.replace(hour=18, minute=30)):
                assert server.mail == ""
                with clock.frozen(at):
                    jobs.tell_news(0)
                    jobs.deliver_due()
    mail = message_from_bytes(server.mail.encode(), policy=default)
    assert [one.lower() for one in server.recipients] == [f"rcpt to:<{person.pk}@planted.example>"]
    assert mail["Subject"] == "Algo nuevo"
    [said, end] = mail.get_content().rstrip().split("\n\n")
    assert said == ("Nuevo para ti: 2 conversaciones. Abre la aplicación cuando tengas un momento.")
    stop = mail["List-Unsubscribe"].strip().strip("<>")
    assert end == f"Para no recibir más: {stop}"
    assert stop.startswith("https://quiet.example/reach/stop/")
    for word in (person.pseudonym, "conversation:", "Hearten"):
        assert word not in server.mail
