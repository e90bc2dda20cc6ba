"""The parts of the running gateway, put together."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence

from hearten.foundation.live import CommandKind, Listener, TopicKind
from hearten.gateway.asking import Together
from hearten.gateway.bus import Ears, Make, News, Notice, Revoked, SessionEnded
from hearten.gateway.connection import Connection
from hearten.gateway.guard import Guard, ValidSessions
from hearten.gateway.hub import Hub
from hearten.gateway.limits import Limits
from hearten.gateway.neighbours import Names, Neighbours
from hearten.gateway.roster import Roster
from hearten.gateway.threads import Threads
from hearten.gateway.wire import Wire
from hearten.gateway.writer import Writer

Authenticate = Callable[[Collection[str]], Mapping[str, Listener]]
"""(session keys from cookies): who it is, for those by which somebody is signed in."""


class Gateway:
    """One process's live connections, topics and bus. Started and stopped in the event loop."""

    def __init__(
        self,
        *,
        topics: Sequence[TopicKind],
        commands: Sequence[CommandKind],
        authenticate: Authenticate,
        valid_sessions: ValidSessions,
        names: Names,
        limits: Limits,
        bus: Make,
    ) -> None:
        self._commands = {(command.topic, command.name): command for command in commands}
        if unknown := {command.topic for command in commands} - {kind.name for kind in topics}:
            raise ValueError(f"commands for topics that do not exist: {sorted(unknown)}")
        self._limits = limits
        self._threads = Threads()
        self._who: Together[str, Listener | None] = Together(
            lambda keys: [*map(authenticate(keys).get, keys)], self._threads
        )
        self.bus = bus(
            Ears(
                notice=self._told,
                whisper=lambda text: self._neighbours.heard(text),
                notices_missed=self._recheck,
                whispers_missed=lambda: self._neighbours.missed(),
            )
        )
        self._neighbours = Neighbours(self.bus, self._threads, names, time.monotonic)
        self._hub = Hub(topics, self._threads, page=limits.page, others=self._neighbours)
        self._writer = Writer(self._hub, self._threads, batch=limits.batch)
        self.roster = Roster(limits)
        self._guard = Guard(self.roster, self._hub, self._threads, valid_sessions, limits)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen to the bus and to check."""
        self._tasks = [
            asyncio.ensure_future(self.bus.run()),
            asyncio.ensure_future(self._neighbours.run()),
            asyncio.ensure_future(self._guard.run()),
            asyncio.ensure_future(self._look_now_and_then()),
        ]

    async def stop(self) -> None:
        """Answer what is being written, then let everything go."""
        await self._writer.finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.close()

    async def authenticate(self, session_key: str) -> Listener | None:
        """Who a session's key belongs to."""
        return await self._who.ask(session_key)

    def connection(self, wire: Wire, listener: Listener) -> Connection:
        """A connection for this person over this socket."""
        clock = asyncio.get_running_loop().time
        return Connection(
            wire,
            listener,
            hub=self._hub,
            writer=self._writer,
            commands=self._commands,
            limits=self._limits,
            allowance=self.roster.allowance(listener.account_id, clock()),
            clock=clock,
        )

    def _told(self, notice: Notice) -> None:
        match notice:
            case News(topic, seq):
                self._hub.noticed(topic, seq)
            case Revoked(topic, account_id, upto):
                self._hub.revoke(topic, account_id, upto)
            case SessionEnded(session_id):
                self.roster.end_sessions([session_id])

    async def _recheck(self) -> None:
        """The bus is (back) here: notices may have been lost, of every kind."""
        await self._hub.recheck(nudge=True)
        await self._guard.revalidate()

    async def _look_now_and_then(self) -> None:
        """For a notice that went missing without anybody noticing."""
        while True:
            await asyncio.sleep(self._limits.look_again_seconds)
            await self._hub.recheck(nudge=False)
