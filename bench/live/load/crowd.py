"""A crowd that is connected and says nothing; when the server dies it comes back as live.js does.

The same pauses (half a second, doubled each time, spread by half), the same patience with an answer.
Orders come as lines: first who is there; then, each time the server has died, which numbers there are
now, and everybody is waited for who has not had them.
"""

import asyncio
import gc
import json
import random
import sys
import time
from collections import Counter
from itertools import count

import uvloop

from bench.live.load.listener import Listener
from bench.live.load.texts import client_ids, percentile, text

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
ANSWER_TIME = 10.0
HEARTBEAT = 25.0
SOURCES = 4
"""Addresses the crowd comes from: one has 28,000 ports, some of which wait for old connections."""
AT_ONCE = 100
"""How many come in at the same time at first; after a death everybody comes when they like."""


class Page:
    """One person's page: a connection, and another when that is gone."""

    def __init__(self, crowd: "Crowd", key: str, topic: str, source: str) -> None:
        self.crowd = crowd
        self.key, self.topic, self.source = key, topic, source
        self.seq = self.wrong = 0
        self.pause = FIRST_PAUSE
        self.link: Link | None = None
        self.opened_at = 0.0
        self.here = asyncio.Event()

    async def stay(self) -> None:
        """Be connected until the process ends."""
        while True:
            await self._connect_once()
            self.here.clear()
            await asyncio.sleep(self.pause * random.uniform(0.5, 1.5))
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    async def _connect_once(self) -> None:
        self.opened_at = time.monotonic()
        try:
            _, link = await asyncio.get_running_loop().create_connection(
                lambda: Link(self), "127.0.0.1", self.crowd.port, local_addr=(self.source, 0)
            )
        except OSError as error:
            self.crowd.met(type(error).__name__)
            return
        self.link = link
        try:
            async with asyncio.timeout(ANSWER_TIME):
                await link.greeted
        except (TimeoutError, ConnectionError) as error:
            self.crowd.met("no answer in time" if isinstance(error, TimeoutError) else str(error))
            link.transport.abort()
        await link.lost
        self.seq, self.wrong = link.seq, self.wrong + link.wrong
        self.link = None


class Link(Listener):
    """One connection of a page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.key, page.topic, page.seq)
        self.page = page
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self.lost: asyncio.Future[None] = loop.create_future()

    def took(self, data: bytes, cut: int) -> None:
        if not self.greeted.done():
            self.greeted.set_result(None)
            self.page.pause = FIRST_PAUSE
        super().took(data, cut)
        self.page.seq = self.seq

    def came(self) -> None:
        self.page.crowd.times.append(time.monotonic() - self.page.opened_at)
        self.page.here.set()

    def connection_lost(self, error) -> None:
        super().connection_lost(error)
        if not self.greeted.done():
            self.greeted.set_exception(ConnectionError(self._why()))
            self.greeted.exception()  # seen, also when nobody waits for it
        self.lost.set_result(None)

    def _why(self) -> str:
        """The server's answer when it was not 101; otherwise that there was none."""
        said = self.opened.exception() if self.opened.done() else None
        return str(said) if said else "closed before an answer"


class Crowd:
    """Everybody."""

    def __init__(self, orders: dict) -> None:
        self.port = orders["port"]
        sources = [f"127.0.0.{2 + n}" for n in range(SOURCES)]
        self.pages = [
            Page(self, key, f"conversation:{id_}", sources[n % SOURCES])
            for n, (id_, key) in enumerate(orders["people"])
        ]
        self.ids = client_ids()
        self.times: list[float] = []
        self.trouble: Counter[str] = Counter()
        self.tasks: set[asyncio.Task] = set()
        self.goals: dict[str, int] = {}
        self.up = True

    def met(self, trouble: str) -> None:
        """Something went wrong for somebody; while the server is dead that is no wonder."""
        if self.up:
            self.trouble[trouble] += 1

    def keep(self, coroutine) -> None:
        """Let it run."""
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def come(self) -> None:
        """Connect everybody, some at a time."""
        self.keep(self._beat())
        for start in range(0, len(self.pages), AT_ONCE):
            group = self.pages[start : start + AT_ONCE]
            for page in group:
                self.keep(page.stay())
            for page in group:
                await page.here.wait()

    async def _beat(self) -> None:
        """Everybody says a word every HEARTBEAT seconds, spread over them."""
        for n in count():
            await asyncio.sleep(HEARTBEAT / 250)
            for page in self.pages[n % 250 :: 250]:
                if page.link and page.here.is_set() and not page.link.transport.is_closing():
                    page.link.send(b'{"t":"ping"}')

    async def talk(self, page: Page, waits: list[float]) -> None:
        """Somebody who is back writes twice a second, and sees how long that takes."""
        while True:
            await page.here.wait()
            done = asyncio.get_running_loop().create_future()
            started = time.monotonic()
            page.link.do(next(self.ids), text(1), lambda done=done: done.set_result(None))
            await done
            waits.append(time.monotonic() - started)
            await asyncio.sleep(0.5)

    async def come_back(self, goals: dict[str, int]) -> dict:
        """Wait until everybody is back and has had everything there is."""
        self.up = True
        self.times.clear()
        waits: list[float] = []
        talkers = [page for page in self.pages if page.topic not in goals][:20]
        talking = [asyncio.ensure_future(self.talk(page, waits)) for page in talkers]
        half = 0.0
        while missing := sum(not self._whole(page, goals) for page in self.pages):
            if not half and missing < len(self.pages) / 2:
                half = time.monotonic()
            await asyncio.sleep(0.05)
        at = time.monotonic()
        for task in talking:
            task.cancel()
        return {
            "at": at,
            "half_at": half,
            "p50": percentile(self.times, 0.5),
            "p99": percentile(self.times, 0.99),
            "sends": len(waits),
            "send_p50": percentile(waits, 0.5),
            "send_p99": percentile(waits, 0.99),
            "trouble": dict(self.trouble),
            "faults": sum(
                page.wrong + (page.link.wrong if page.link else 0) for page in self.pages
            ),
        }

    def _whole(self, page: Page, goals: dict[str, int]) -> bool:
        return page.here.is_set() and page.seq >= goals.get(page.topic, 0)


async def main() -> None:
    """Come, stay, and come back."""
    reader = asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    crowd = Crowd(json.loads(await reader.readline()))
    started = time.monotonic()
    await crowd.come()
    gc.disable()
    came = {"seconds": time.monotonic() - started, "trouble": dict(crowd.trouble)}
    print(json.dumps({"mark": "here", **came}), flush=True)
    while line := await reader.readline():
        order = json.loads(line)
        if order["t"] == "dying":
            crowd.up = False
            continue
        back = await crowd.come_back(order["goals"])
        print(json.dumps({"mark": "back", **back}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
