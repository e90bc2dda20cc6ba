"""People who go on using an installation while its processes are killed.

Each driver writes its ledger only after the reply: what is in the ledger was acknowledged.
"""

import asyncio
import http.client
import os
import re
import urllib.parse
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from hearten.gateway.client import LiveClient, Stream
from tests.installation import Installation

RECOVERY_SECONDS = 60
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
"""How often each part is killed. `make faults` does it often enough to meet what is rare."""
BREATH_SECONDS = 0.2
"""Between two messages of a lane: below the gateway's limit of frames a second, above a person's."""


@dataclass
class Sender:
    """Sends one message after another over the live connection, several in flight."""

    name: str
    live: LiveClient
    topic: str
    stopped: asyncio.Event
    ledger: dict[UUID, str] = field(default_factory=dict)

    async def run(self, in_flight: int) -> None:
        """Send until stopped, then let what is under way be answered."""
        await asyncio.gather(*(self._lane(lane) for lane in range(in_flight)))

    async def _lane(self, lane: int) -> None:
        number = 0
        while not self.stopped.is_set():
            client_id, text = uuid4(), f"{self.name} {lane} {number}"
            await self.live.do("conversation.send", self.topic, {"text": text}, id=client_id)
            self.ledger[client_id] = text
            number += 1
            await asyncio.sleep(BREATH_SECONDS)


@asynccontextmanager
async def person(
    installation: Installation, cookie: str, *, live: str = ""
) -> AsyncIterator[LiveClient]:
    """Somebody with a page open, at the installation's gateway or another."""
    async with LiveClient(
        live or installation.live, cookie=cookie, origin=installation.address, first_pause=0.05
    ) as client:
        yield client


async def all_acknowledged_since(senders: list[Sender], in_flight: int) -> None:
    """Wait until every lane's old message is answered and new ones have gone the whole way."""
    before = [len(sender.ledger) for sender in senders]
    for sender, had in zip(senders, before, strict=True):
        while len(sender.ledger) < had + 2 * in_flight:
            await asyncio.sleep(0)
            await asyncio.wait_for(asyncio.shield(_next(sender)), RECOVERY_SECONDS)


async def _next(sender: Sender) -> None:
    had = len(sender.ledger)
    while len(sender.ledger) == had:
        await asyncio.sleep(0.01)


async def heard_until(stream: Stream, until: int) -> list[tuple[int, str]]:
    """Number and id of all a stream heard, once it has come so far."""
    heard: list[tuple[int, str]] = []
    while not heard or heard[-1][0] < until:
        event = await asyncio.wait_for(stream.events.get(), RECOVERY_SECONDS)
        heard.append((event["seq"], event["id"]))
    return heard


def assert_whole(
    messages: list[tuple[int, str, str]], senders: list[Sender], heard: list[list[tuple[int, str]]]
) -> None:
    """What is stored has every number once and all that was acknowledged, and everybody heard it."""
    assert [seq for seq, _, _ in messages] == list(range(1, len(messages) + 1))
    by_client_id = {client_id: text for _, client_id, text in messages}
    assert len(by_client_id) == len(messages)
    for sender in senders:
        kept = {str(key): by_client_id.get(str(key)) for key in sender.ledger}
        assert kept == {str(key): text for key, text in sender.ledger.items()}
    for stream in heard:
        assert stream == [(seq, client_id) for seq, client_id, _ in messages]


def ask_by_form(installation: Installation, cookie: str) -> None:
    """Ask for support as a browser without JavaScript does; raises when it was not acknowledged."""
    connection = http.client.HTTPConnection("localhost", installation.port, timeout=20)
    try:
        connection.request("GET", "/support/ask/", headers={"Cookie": cookie})
        page = connection.getresponse()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        csrf = re.search(r"csrf=([^;]+)", page.getheader("Set-Cookie") or "")
        if page.status != 200 or token is None or csrf is None:
            raise ConnectionError(f"the form answered {page.status}")
        body = urllib.parse.urlencode(
            {"csrfmiddlewaretoken": token.group(1), "kind": "weeks", "words": "a hard week"}
        )
        connection.request(
            "POST",
            "/support/ask/",
            body,
            {
                "Cookie": f"{cookie}; csrf={csrf.group(1)}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        reply = connection.getresponse()
        reply.read()
        if reply.status != 302:
            raise ConnectionError(f"asking answered {reply.status}")
    finally:
        connection.close()


async def until_acknowledged(attempt: Callable[[], None]) -> None:
    """Try again as a person would, until it is acknowledged."""
    while True:
        try:
            await asyncio.to_thread(attempt)
        except (OSError, http.client.HTTPException):
            continue
        return
