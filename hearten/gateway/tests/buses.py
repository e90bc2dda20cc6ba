"""Every bus there is, for tests that hold of each."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from django.db import connection

from hearten.gateway.bus import Bus, Ears, Make, Notice
from hearten.gateway.nats_bus import nats
from hearten.gateway.tests.nats_server import NatsServer


def over_nats(*servers: NatsServer, name: str = "here") -> Make:
    """A bus over these servers."""
    return nats(servers=[server.url for server in servers], name=name)


class Heard:
    """A process on the bus and what it hears."""

    def __init__(self, make: Make) -> None:
        self.notices: asyncio.Queue[Notice] = asyncio.Queue()
        self.whispers: asyncio.Queue[str] = asyncio.Queue()
        self.notices_missed = 0
        self.whispers_missed = 0
        self.bus: Bus = make(
            Ears(
                notice=self.notices.put_nowait,
                whisper=self.whispers.put_nowait,
                notices_missed=self._notices_missed,
                whispers_missed=self._whispers_missed,
            )
        )

    async def _notices_missed(self) -> None:
        self.notices_missed += 1

    def _whispers_missed(self) -> None:
        self.whispers_missed += 1

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that has no event of its own."""
        while not condition():
            await asyncio.sleep(0.001)


@asynccontextmanager
async def on_the_bus(make: Make) -> AsyncIterator[Heard]:
    """A process that hears everything until the block ends."""
    heard = Heard(make)
    task = asyncio.create_task(heard.bus.run())
    try:
        await heard.until(lambda: heard.bus.connected or task.done())
        await heard.until(lambda: heard.notices_missed > 0 or task.done())
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert not heard.bus.connected


def cut_off(name: str) -> int:
    """End the database's connections with this application name, as a crash of it would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
            "WHERE application_name LIKE %s AND datname = current_database()",
            [name],
        )
        count: int = cursor.fetchone()[0]
        return count


async def in_thread(function, *args):
    """Call it beside the loop, with a connection that ends with it."""

    def call():
        try:
            return function(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(call)
