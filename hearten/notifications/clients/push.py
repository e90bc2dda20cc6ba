"""Web Push (RFC 8030): encrypted for one browser (RFC 8291), signed with our key (RFC 8292)."""

import base64
import json

import requests
from py_vapid import Vapid, VapidException
from pywebpush import WebPushException, webpush

from hearten.notifications.clients import guarded
from hearten.notifications.ports import Letter, NotDelivered
from hearten.notifications.rules import Subscription

GOOD_FOR_SECONDS = 3600
"""How long a push service keeps it for a browser that sleeps. By then everybody was called again."""
NEWS_GOOD_FOR_SECONDS = 24 * 3600
"""The same of what nobody is in danger for."""
_GONE = {404, 410}
_MAY_PASS = {401, 403, 408, 425, 429}
"""Our key or our clock may be put right meanwhile, and their limits pass."""


class WebPush:
    """Sends one sentence to one browser. The key is the topic: a repeat takes the place of what still
    waits at the push service, and on the screen of what was shown."""

    def __init__(
        self,
        *,
        key: str,
        subject: str,
        timeout: float,
        reach: guarded.Reach = guarded.OPEN_INTERNET,
    ) -> None:
        self._key = Vapid.from_string(private_key=key)
        self._subject, self._timeout, self._reach = subject, timeout, reach

    def send(self, letter: Letter) -> str:
        """See ports.Provider."""
        to = Subscription.of(letter.address)
        topic = base64.urlsafe_b64encode(letter.key.bytes).decode().rstrip("=")
        try:
            with guarded.session(self._reach) as session:
                webpush(
                    {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}},
                    data=json.dumps(
                        {"text": letter.text, "key": str(letter.key), "calm": letter.calm}
                    ),
                    vapid_private_key=self._key,
                    vapid_claims={"sub": self._subject},
                    timeout=self._timeout / 2,
                    ttl=NEWS_GOOD_FOR_SECONDS if letter.calm else GOOD_FOR_SECONDS,
                    headers={"Urgency": "normal" if letter.calm else "high", "Topic": topic},
                    requests_session=session,
                )
        except WebPushException as error:
            raise _refusal(error) from None
        except VapidException:
            raise NotDelivered("vapid", again=False) from None
        except guarded.Forbidden as error:
            raise NotDelivered(str(error), again=False) from None
        except (requests.RequestException, OSError) as error:
            raise NotDelivered(type(error).__name__, again=True) from None
        return topic


def _refusal(error: WebPushException) -> NotDelivered:
    """What their status means. Their words are not looked at."""
    status = error.response.status_code if error.response is not None else 0
    if status in _GONE:
        return NotDelivered("gone", again=False, gone=True)
    return NotDelivered(f"push_{status}", again=status >= 500 or status in _MAY_PASS)
