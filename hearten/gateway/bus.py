"""Notices from PostgreSQL: that a topic has more, that somebody may not listen, that a session ended.

A notice never holds text. Losing some is harmless: whenever the bus comes (back), `on_connected`
checks everything.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from hearten.foundation.live import CHANNEL

log = logging.getLogger(__name__)

QUIET = 20.0
"""Seconds without a notice after which the connection is tried: a dead one may look quiet."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


@dataclass(frozen=True, slots=True)
class News:
    """A topic has events up to `seq`; 0 nudges."""

    topic: str
    seq: int


@dataclass(frozen=True, slots=True)
class Revoked:
    """A person may not hear a topic any more, once they have had its events up to `upto`."""

    topic: str
    account_id: UUID
    upto: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session, by its public id, is over."""

    session_id: UUID


Notice = News | Revoked | SessionEnded


def parse(payload: str) -> Notice | None:
    """What a notice says; None when it says nothing we know."""
    try:
        said = json.loads(payload)
        if "session" in said:
            return SessionEnded(UUID(said["session"]))
        if "revoke" in said:
            return Revoked(str(said["topic"]), UUID(said["revoke"]), int(said.get("upto", 0)))
        return News(str(said["topic"]), int(said["seq"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        log.warning("a notice on %s makes no sense", CHANNEL)
        return None


class Bus:
    """Listens for as long as the process lives, through every restart of the database."""

    def __init__(
        self, on_notice: Callable[[Notice], None], on_connected: Callable[[], Awaitable[None]]
    ) -> None:
        self._on_notice = on_notice
        self._on_connected = on_connected
        self._checks: set[asyncio.Task[None]] = set()
        self.connected = False

    async def run(self) -> None:
        """Listen until cancelled."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters()) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.connected, pause = True, FIRST_PAUSE
                    self._check()
                    await self._hear(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("the bus is away: %s", type(error).__name__)
            finally:
                self.connected = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _check(self) -> None:
        # Beside the listening, not before it: what comes during the check is not to be missed.
        check = asyncio.ensure_future(self._on_connected())
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _hear(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            async for heard in connection.notifies(timeout=QUIET):
                if notice := parse(heard.payload):
                    self._on_notice(notice)
            await connection.execute("SELECT 1")


def _parameters() -> dict[str, Any]:
    """How Django reaches the database, for a connection of psycopg's own."""
    given = connections["default"].get_connection_params()
    ours = {"cursor_factory", "context", "prepare_threshold"}
    return {k: v for k, v in given.items() if k not in ours} | {
        "autocommit": True,
        "application_name": "hearten live bus",
        "connect_timeout": 5,
    }
