"""Email over SMTP, as the settings say."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from hearten.notifications.ports import Letter, NotDelivered

_FAULTS_OF_OURS = range(500, 600)


class Email:
    """Sends plain text by Django's SMTP backend. The Message-ID is the delivery's key: mail systems
    that saw it already drop a repeat."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout

    def send(self, letter: Letter) -> str:
        """See ports.Provider."""
        domain = settings.EMAIL_FROM.rpartition("@")[2]
        identity = f"<{letter.key}@{domain}>"
        message = EmailMessage(
            subject=letter.subject,
            body=_body(letter),
            from_email=settings.EMAIL_FROM,
            to=[letter.address],
            headers={
                "Message-ID": identity,
                "Auto-Submitted": "auto-generated",
                **_stopping(letter),
            },
            connection=get_connection(timeout=self._timeout, fail_silently=False),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            raise NotDelivered("refused", again=not set(codes) <= set(_FAULTS_OF_OURS)) from None
        except smtplib.SMTPResponseException as error:
            # Our own account or address may be put right meanwhile: always worth another attempt.
            raise NotDelivered(f"smtp_{error.smtp_code}", again=True) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotDelivered(type(error).__name__, again=True) from None
        return identity


def _body(letter: Letter) -> str:
    if not letter.stop:
        return letter.text
    with translation.override(letter.language):
        end = _("To get no more of these: %(address)s") % {"address": letter.stop}
    return f"{letter.text}\n\n{end}"


def _stopping(letter: Letter) -> dict[str, str]:
    """How a mail program offers to end it by one request of its own (RFC 8058)."""
    if not letter.stop:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
