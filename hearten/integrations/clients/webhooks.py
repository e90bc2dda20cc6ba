"""Messages to addresses of managers, by the session that asks push services: to the open internet only."""

from collections.abc import Mapping

import requests

from hearten.integrations.ports import Unreachable
from hearten.notifications.clients import guarded


class Webhooks:
    """See ports.Sender. `reach` is what may be asked; tests let it be a server of their own."""

    def __init__(self, *, timeout: float, reach: guarded.Reach = guarded.OPEN_INTERNET) -> None:
        self._timeout, self._reach = timeout, reach

    def post(self, *, address: str, body: str, headers: Mapping[str, str]) -> int:
        """See ports.Sender. Nothing of the answer is read but its status."""
        try:
            with guarded.session(self._reach) as session:
                said = dict(headers) | {"Content-Type": "application/json", "User-Agent": "Hearten"}
                answer = session.post(
                    address, data=body.encode(), headers=said, timeout=self._timeout / 2
                )
                return answer.status_code
        except guarded.Forbidden as error:
            raise Unreachable(str(error)) from None
        except (requests.RequestException, OSError, UnicodeError) as error:
            raise Unreachable(type(error).__name__) from None
