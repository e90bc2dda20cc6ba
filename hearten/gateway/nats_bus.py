"""The bus for several machines: notices by PostgreSQL as ever, whispers by NATS.

docs/adr/0009-bus.md says why. Connecting again is done here and not by the client's own means: what
was waiting when the connection was lost is old by then and must not be sent.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import cycle
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from hearten.gateway.bus import WAITING_MOST, Ears, pauses
from hearten.gateway.postgres_bus import commits

log = logging.getLogger(__name__)

PING_SECONDS, PINGS_UNANSWERED = 3, 2
"""A server from which nothing comes is given up within three of these pings."""
CONNECT_SECONDS = 3
CLOSE_SECONDS = 1.0

Order = Callable[["_Talk"], Awaitable[None]]


class NatsBus:
    """See Bus. `servers` are tried in turn; `name` keeps installations that share NATS apart."""

    def __init__(self, ears: Ears, *, servers: Sequence[str], name: str) -> None:
        self._ears = ears
        self._servers = servers
        self._name = name
        self._notices = commits(ears.notice, ears.notices_missed)
        self._topics: dict[str, None] = {}
        self._orders: deque[Order] = deque()
        self._more = asyncio.Event()
        self._taking = self._talking = False
        """Whether orders are taken; whether the server has confirmed that it hears us."""

    @property
    def connected(self) -> bool:
        """See Bus."""
        return self._notices.connected and self._talking

    async def run(self) -> None:
        """See Bus."""
        await asyncio.gather(self._notices.run(), self._keep_talking())

    def whisper(self, text: str, *, topic: str = "") -> None:
        """See Bus."""
        self._order(lambda talk: talk.say(self._subject(topic), text))

    def follow(self, topic: str) -> None:
        """See Bus."""
        self._topics[topic] = None
        self._order(lambda talk: talk.follow(self._subject(topic)))

    def unfollow(self, topic: str) -> None:
        """See Bus."""
        self._topics.pop(topic, None)
        self._order(lambda talk: talk.unfollow(self._subject(topic)))

    def _subject(self, topic: str) -> str:
        """A topic has letters, digits, "-" and "_" and one ":", none of which means anything here."""
        return f"hearten.{self._name}.{topic.replace(':', '.') or 'all'}"

    def _order(self, order: Order) -> None:
        if self._taking and len(self._orders) < WAITING_MOST:
            self._orders.append(order)
            self._more.set()

    async def _keep_talking(self) -> None:
        waits = pauses()
        for server in cycle(self._servers):
            try:
                async with _connected(server, self._more.set) as client:
                    await self._begin(talk := _Talk(client, self._ears.whisper))
                    waits = pauses()
                    await self._talk(talk)
            except Exception as error:
                # Whatever it is, and never its words: they may hold the address with its password.
                log.warning("NATS is away: %s", type(error).__name__)
            finally:
                self._taking = self._talking = False
                self._orders.clear()
            await asyncio.sleep(next(waits))

    async def _begin(self, talk: "_Talk") -> None:
        self._taking = True
        for topic in ("", *self._topics):
            await talk.follow(self._subject(topic))
        await talk.confirm(f"hearten.{self._name}.here.{uuid4().hex}")
        self._talking = True
        self._ears.whispers_missed()

    async def _talk(self, talk: "_Talk") -> None:
        while talk.client.is_connected:
            while self._orders:
                await self._orders.popleft()(talk)
            self._more.clear()
            if talk.client.is_connected:
                await self._more.wait()


class _Talk:
    """One connection and what it follows."""

    def __init__(self, client: Client, heard: Callable[[str], None]) -> None:
        self.client = client
        self._heard = heard
        self._followed: dict[str, Subscription] = {}

    async def say(self, subject: str, text: str) -> None:
        await self.client.publish(subject, text.encode())

    async def follow(self, subject: str) -> None:
        if subject not in self._followed:
            self._followed[subject] = await self.client.subscribe(subject, cb=self._hear)

    async def confirm(self, subject: str) -> None:
        """Return once the server has taken every order before this one: its echo comes after them.

        The client's own flush does not say that: its PING overtakes what it still has to write.
        """
        came = asyncio.Event()

        async def echo(_: Msg) -> None:
            came.set()

        subscription = await self.client.subscribe(subject, cb=echo)
        await self.client.publish(subject)
        await asyncio.wait_for(came.wait(), CONNECT_SECONDS)
        await subscription.unsubscribe()

    async def unfollow(self, subject: str) -> None:
        if subscription := self._followed.pop(subject, None):
            await subscription.unsubscribe()

    async def _hear(self, message: Msg) -> None:
        self._heard(message.data.decode(errors="replace"))


@asynccontextmanager
async def _connected(server: str, on_closed: Callable[[], None]) -> AsyncIterator[Client]:
    client = Client()

    async def closed() -> None:
        on_closed()

    try:
        await client.connect(
            [server],
            name="hearten live bus",
            allow_reconnect=False,
            # Two tries, then it raises: fewer cannot be said, and none would mean for ever.
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=CONNECT_SECONDS,
            ping_interval=PING_SECONDS,
            max_outstanding_pings=PINGS_UNANSWERED,
            error_cb=_quietly,
            closed_cb=closed,
        )
        yield client
    finally:
        with suppress(Exception):
            await asyncio.wait_for(client.close(), CLOSE_SECONDS)


async def _quietly(error: Exception) -> None:
    """The client's own logger would give the words; that it is away is said once it is given up."""
    log.info("NATS: %s", type(error).__name__)


def nats(*, servers: Sequence[str], name: str) -> Callable[[Ears], NatsBus]:
    """A bus over these servers, for config/wiring.py."""
    return partial(NatsBus, servers=servers, name=name)
