"""Text messages and calls by Twilio."""

from abc import ABC, abstractmethod
from typing import Any

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from hearten.notifications.clients.speech import spoken
from hearten.notifications.ports import Letter, NotDelivered

RING_SECONDS = 30
"""Then it is not picked up; mailboxes mostly answer later."""
_MAY_PASS = {401, 403, 408, 429}
"""Our account may be put right meanwhile, and limits pass."""


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """Theirs, at another of their sites where one is set."""

    def __init__(self, *, timeout: float, site: str) -> None:
        super().__init__(pool_connections=False, timeout=timeout, max_retries=None)
        self._site = site

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """As TwilioHttpClient's."""
        if self._site:
            url = self._site + url.removeprefix("https://api.twilio.com")
        return super().request(method, url, *args, **kwargs)


class _Twilio(ABC):
    """What texts and calls have in common. There is no idempotency key: a repeat after a death is a
    second text or call with the same words."""

    def __init__(
        self,
        *,
        account: str,
        token: str,
        sender: str,
        timeout: float,
        site: str = "",
        reports_at: str = "",
    ) -> None:
        self._sender = sender
        self._reports_at = reports_at
        """The address it reports to, with {key} for the delivery; empty where nobody reaches us."""
        http = _Http(timeout=timeout, site=site)
        self._client = Client(account, token, http_client=http)

    def send(self, letter: Letter) -> str:
        """See ports.Provider."""
        try:
            return self._give(letter)
        except TwilioRestException as error:
            status = int(error.status)
            again = status >= 500 or status in _MAY_PASS
            raise NotDelivered(f"twilio_{error.code or status}", again=again) from None
        except (TwilioException, requests.RequestException, OSError) as error:
            raise NotDelivered(type(error).__name__, again=True) from None

    @abstractmethod
    def _give(self, letter: Letter) -> str:
        """Hand it over, and give Twilio's own reference."""

    def _reports(self, letter: Letter) -> dict[str, str]:
        if not self._reports_at:
            return {}
        return {"status_callback": self._reports_at.format(key=letter.key)}


class Texts(_Twilio):
    """Text messages: the sentence, and nothing else. A sender that begins with MG is a messaging
    service."""

    def _give(self, letter: Letter) -> str:
        kind = "messaging_service_sid" if self._sender.startswith("MG") else "from_"
        sender = {kind: self._sender} | self._reports(letter)
        message = self._client.messages.create(to=letter.address, body=letter.text, **sender)
        return str(message.sid)


class Calls(_Twilio):
    """Calls that say the sentence twice. Where the provider can reach us, a key answers; elsewhere the
    call asks to open the app and no more."""

    def __init__(self, *, answers_at: str, **more: Any) -> None:
        super().__init__(**more)
        self._answers_at = answers_at
        """The address keys are sent to, with {key} for the delivery; empty where nobody reaches us."""

    def _give(self, letter: Letter) -> str:
        answer = self._answers_at.format(key=letter.key) if letter.press else ""
        call = self._client.calls.create(
            to=letter.address,
            from_=self._sender,
            twiml=spoken(letter, answer),
            timeout=RING_SECONDS,
            **self._reports(letter),
        )
        return str(call.sid)
