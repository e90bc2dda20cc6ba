"""A look at what is overdue, again and again, by a process of its own that needs no queue."""

import asyncio
import logging
from collections.abc import Callable

from hearten.gateway.threads import Runner

log = logging.getLogger(__name__)
EVERY_SECONDS = 1.0


class Patrol:
    """Calls `look` in a thread, one look at a time, whatever the last one met."""

    def __init__(
        self, look: Callable[[], object], *, threads: Runner, every: float = EVERY_SECONDS
    ) -> None:
        self._look = look
        self._threads = threads
        self._every = every

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self._threads.write(self._look)
            except Exception as error:
                # Whatever it is, the next look may go well: this one must never be the last.
                log.error("a look at what is overdue failed: %s", type(error).__name__)
            await asyncio.sleep(self._every)
