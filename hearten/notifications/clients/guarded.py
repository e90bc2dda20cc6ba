"""Requests to addresses that came from people: only to the open internet, and only to what was checked.

The host is looked up once. Every address it has must be public, and the connection goes to just
these addresses, so that a name which changes its mind in between changes nothing. No redirect is
followed, no proxy is asked, and nothing of the answer but its status and headers is read.
"""

import io
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from hearten.notifications.rules import PUSH_PORTS, endpoint_host, is_public


class Forbidden(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The address is none that may be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be asked. Tests let it be a server of their own."""

    allows: Callable[[str], bool] = is_public
    ports: Collection[int] = PUSH_PORTS
    authority: str | None = None
    """A file of certificates to trust instead of the usual ones."""


OPEN_INTERNET = Reach()


def session(reach: Reach = OPEN_INTERNET) -> requests.Session:
    """A session that asks nobody else."""
    guarded = _Session()
    guarded.trust_env = False  # no proxy, no .netrc
    guarded.adapters.clear()  # nothing but https
    guarded.mount("https://", _Pinned(reach))
    if reach.authority is not None:
        guarded.verify = reach.authority
    return guarded


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Nowhere: what a push service sends elsewhere is not sent."""
        return None


class _Pinned(BaseAdapter):
    """Asks each of the addresses it has checked, until one can be connected to."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._reach = reach

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """See BaseAdapter."""
        host = endpoint_host(request.url or "", self._reach.ports)
        if host is None:
            raise Forbidden("no_plain_https")
        parts = urlsplit(request.url or "")
        port = parts.port or 443
        request.headers["Host"] = parts.netloc
        failed: requests.ConnectionError | None = None
        for address in self._addresses(host, port):
            there = f"[{address}]" if ":" in address else address
            request.url = parts._replace(netloc=f"{there}:{port}").geturl()
            try:
                return _asked(_Named(host), request, timeout, verify)
            except requests.ConnectionError as error:
                failed = error
        raise failed or Forbidden("no_address")

    def _addresses(self, host: str, port: int) -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(map(self._reach.allows, addresses)):
            raise Forbidden("not_public")
        return addresses

    def close(self) -> None:
        """Nothing is kept open."""


def _asked(
    named: "_Named", request: requests.PreparedRequest, timeout: Any, verify: bool | str
) -> requests.Response:
    """The answer, without its body: whoever answers may do so for ever."""
    try:
        response = named.send(request, stream=True, timeout=timeout, verify=verify)
        response.raw = io.BytesIO()
        return response
    finally:
        named.close()


class _Named(HTTPAdapter):
    """A connection whose certificate must be the host's, whatever address it goes to."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As HTTPAdapter's, with the name to be shown."""
        super().init_poolmanager(
            *args, **kwargs, server_hostname=self._host, assert_hostname=self._host
        )
