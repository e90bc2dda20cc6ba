"""Reads what topics bring after it is committed, off everybody's way: for danger, today.

It hears the same notices as the gateway. A lost notice loses nothing: whenever the bus comes back,
and every so often in any case, it asks which topics are behind.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import Error as DatabaseFault

from hearten.gateway.bus import News, Notice
from hearten.gateway.postgres_bus import commits
from hearten.gateway.threads import Threads

log = logging.getLogger(__name__)

LOOK_AGAIN = 30.0
"""Seconds between two looks for topics that are behind."""
AFTER_A_FAULT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the topics of one kind. Both functions are synchronous, may use the database and are
    called in threads."""

    topic: str
    """The TopicKind.name."""
    read: Callable[[str], object]
    """(key): read all that is new in this topic; safe to repeat, and to kill in between."""
    behind: Callable[[], Sequence[str]]
    """The keys of all topics with something new."""


class Watch:
    """One process's reading. A topic is read by one thread at a time; what comes meanwhile is read
    in the next turn."""

    def __init__(self, readers: Sequence[Reader], *, threads: Threads, at_once: int = 2) -> None:
        self._readers = {reader.topic: reader for reader in readers}
        self._threads = threads
        self._at_once = at_once
        self._wanted: dict[str, None] = {}
        self._reading: set[str] = set()
        self._news = asyncio.Condition()
        self.bus = commits(self._heard, self.look_again)

    async def run(self) -> None:
        """Read until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.bus.run())
            tasks.create_task(self._look_now_and_then())
            for _ in range(self._at_once):
                tasks.create_task(self._read_on())

    async def look_again(self) -> None:
        """Want every topic that is behind. When nobody can be asked, the next time comes."""
        for reader in self._readers.values():
            try:
                behind = await self._threads.read(reader.behind)
            except DatabaseFault as error:
                log.warning("what is behind cannot be asked now: %s", type(error).__name__)
                continue
            for key in behind:
                await self._want(f"{reader.topic}:{key}")

    async def settled(self) -> None:
        """Wait until everything wanted has been read."""
        async with self._news:
            await self._news.wait_for(lambda: not self._wanted and not self._reading)

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, News) and notice.topic.partition(":")[0] in self._readers:
            self._wanted[notice.topic] = None
            asyncio.ensure_future(self._tell())  # noqa: RUF006 - only wakes; nothing is lost with it

    async def _want(self, topic: str) -> None:
        self._wanted[topic] = None
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _look_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            await self.look_again()

    async def _read_on(self) -> None:
        while True:
            topic = await self._next()
            kind, _colon, key = topic.partition(":")
            try:
                await self._threads.write(self._readers[kind].read, key)
            except DatabaseFault as error:
                log.warning("reading goes on in a moment: %s", type(error).__name__)
                self._wanted[topic] = None
                await asyncio.sleep(AFTER_A_FAULT)
            except Exception as error:
                # One topic that cannot be read must not stop all others; it stays behind and is
                # tried again with each look.
                log.error("a topic cannot be read: %s", type(error).__name__)
            finally:
                self._reading.discard(topic)
                await self._tell()

    async def _next(self) -> str:
        async with self._news:
            await self._news.wait_for(lambda: bool(self._ready()))
            topic = self._ready()[0]
            del self._wanted[topic]
            self._reading.add(topic)
            return topic

    def _ready(self) -> list[str]:
        return [topic for topic in self._wanted if topic not in self._reading]
