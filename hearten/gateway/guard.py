"""The second line: asks again what was decided once, and finds those who went without a word."""

import asyncio
import logging
from collections.abc import Callable, Collection
from uuid import UUID

from hearten.gateway.hub import Hub
from hearten.gateway.limits import Limits
from hearten.gateway.protocol import Close
from hearten.gateway.roster import Roster
from hearten.gateway.threads import Runner

log = logging.getLogger(__name__)

ValidSessions = Callable[[Collection[UUID]], Collection[UUID]]
"""Of these sessions (public ids), those that are still signed in."""


class Guard:
    """Checks silence, sessions and subscriptions."""

    def __init__(
        self, roster: Roster, hub: Hub, runner: Runner, valid: ValidSessions, limits: Limits
    ) -> None:
        self._roster = roster
        self._hub = hub
        self._runner = runner
        self._valid = valid
        self._limits = limits

    async def run(self) -> None:
        """Check every so often until cancelled."""
        while True:
            await asyncio.sleep(self._limits.revalidate_seconds)
            now = asyncio.get_running_loop().time()
            self.drop_silent(now)
            self._roster.forget_quiet(now)
            await self.revalidate()

    def drop_silent(self, now: float) -> None:
        """Close connections whose client has not said a word for too long (loop time)."""
        for connection in self._roster:
            if now - connection.heard_at > self._limits.silent_seconds:
                connection.close(Close.RESUME)

    async def revalidate(self) -> None:
        """Close what belongs to ended sessions; end what the domains do not allow any more.

        Asked in groups, one after the other, so that it takes a single thread's time however many there
        are.
        When nobody can be asked nothing changes: the next time comes.
        """
        try:
            await self._sessions()
            await self._subscriptions()
        except Exception as error:
            log.warning("nobody can be checked now: %s", type(error).__name__)

    async def _sessions(self) -> None:
        sessions = self._roster.sessions()
        if sessions:
            valid = frozenset(await self._runner.read(self._valid, sessions))
            self._roster.end_sessions(sessions - valid)

    async def _subscriptions(self) -> None:
        await self._hub.check_people(tuple(self._hub.rooms.values()))
