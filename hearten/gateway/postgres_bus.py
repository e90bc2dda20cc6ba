"""The bus over PostgreSQL, which is there anyway: LISTEN and NOTIFY.

Notices are sent inside the transaction they tell of (hearten/foundation/live.py), and PostgreSQL
delivers them in the order of the commits: that somebody may not listen any more is heard before
anything committed after it.

Whispers pass through PostgreSQL's queue of notifications: no table and no log ever holds them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import psycopg
from django.db import connections

from hearten.foundation.live import CHANNEL
from hearten.gateway.bus import WAITING_MOST, Ears, Notice, parse, pauses

log = logging.getLogger(__name__)

WHISPERS = "hearten_gateways"
"""Another channel than that of the notices: who only reads along is not woken by people typing."""
QUIET = 5.0
"""Seconds without a notice after which the connection is tried: a dead one may look quiet."""
TOGETHER = 500
"""Whispers sent in one transaction."""


class Listening:
    """Hears channels for as long as the process lives, through every restart of the database."""

    def __init__(
        self,
        channels: Mapping[str, Callable[[str], None]],
        on_connected: Callable[[], Awaitable[None]],
    ) -> None:
        self._channels = channels
        self._on_connected = on_connected
        self._checks: set[asyncio.Future[None]] = set()
        self.connected = False

    async def run(self) -> None:
        """Listen until cancelled."""
        waits = pauses()
        while True:
            try:
                async with await _connect("hearten live bus") as connection:
                    for channel in self._channels:
                        await connection.execute(f"LISTEN {channel}")
                    self.connected, waits = True, pauses()
                    self._check()
                    await self._hear(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("the bus is away: %s", type(error).__name__)
            finally:
                self.connected = False
            await asyncio.sleep(next(waits))

    def _check(self) -> None:
        # Beside the listening, not before it: what comes during the check is not to be missed.
        check = asyncio.ensure_future(self._on_connected())
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _hear(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            async for heard in connection.notifies(timeout=QUIET):
                self._channels[heard.channel](heard.payload)
            await connection.execute("SELECT 1")


def commits(
    on_notice: Callable[[Notice], None], on_connected: Callable[[], Awaitable[None]]
) -> Listening:
    """Hears what was committed, and nothing else."""
    return Listening({CHANNEL: _parsed(on_notice)}, on_connected)


def _parsed(on_notice: Callable[[Notice], None]) -> Callable[[str], None]:
    def heard(payload: str) -> None:
        for notice in parse(payload):
            on_notice(notice)

    return heard


class PostgresBus:
    """See Bus. Hears over one connection and speaks over another: the first always waits."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._waiting: list[str] = []
        self._number = 0
        self._more = asyncio.Event()
        self._speaking = False
        self._listening = Listening(
            {CHANNEL: _parsed(ears.notice), WHISPERS: self._heard}, self._on_connected
        )

    @property
    def connected(self) -> bool:
        """See Bus."""
        return self._listening.connected and self._speaking

    async def run(self) -> None:
        """See Bus."""
        await asyncio.gather(self._listening.run(), self._speak())

    def whisper(self, text: str, *, topic: str = "") -> None:
        """See Bus."""
        if self._speaking and len(self._waiting) < WAITING_MOST:
            # Numbered, because PostgreSQL drops what is said twice in one transaction.
            self._number += 1
            self._waiting.append(f"{self._number} {text}")
            self._more.set()

    def follow(self, topic: str) -> None:
        """See Bus. One channel brings all topics: PostgreSQL looks through a list of channels for
        each listener and notification."""

    def unfollow(self, topic: str) -> None:
        """See Bus."""

    async def _on_connected(self) -> None:
        self._ears.whispers_missed()
        await self._ears.notices_missed()

    def _heard(self, payload: str) -> None:
        self._ears.whisper(payload.partition(" ")[2])

    async def _speak(self) -> None:
        waits = pauses()
        while True:
            try:
                async with await _connect("hearten live bus, speaking") as connection:
                    # Nothing is written that the disk would have to be waited for.
                    await connection.execute("SET synchronous_commit = off")
                    self._speaking, waits = True, pauses()
                    self._ears.whispers_missed()
                    await self._say(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("nothing can be said to other gateways: %s", type(error).__name__)
            finally:
                self._speaking = False
                self._waiting.clear()
            await asyncio.sleep(next(waits))

    async def _say(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                said, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                await connection.execute(
                    "SELECT pg_notify(%s, said) FROM unnest(%s::text[]) AS said", [WHISPERS, said]
                )


async def _connect(name: str) -> "psycopg.AsyncConnection[Any]":
    """As Django reaches the database, by a connection of psycopg's own."""
    given = connections["default"].get_connection_params()
    ours = {"cursor_factory", "context", "prepare_threshold"}
    parameters = {k: v for k, v in given.items() if k not in ours}
    return await psycopg.AsyncConnection.connect(
        **parameters | {"autocommit": True, "application_name": name, "connect_timeout": 5}
    )
