"""The email provider against a mail server that speaks over a socket."""

import socket
import threading
from email import message_from_string

import pytest

from hearten.foundation import ids
from hearten.notifications import ports
from hearten.notifications.clients.mail import Email

PATIENCE = 20.0


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
