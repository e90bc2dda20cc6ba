"""Where the domains' synchronous functions run: threads of our own, each with its connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")


class Runner(Protocol):
    """Runs synchronous functions that use the database, outside the event loop."""

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that reads."""

    async def write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that writes."""


class Threads:
    """Two pools, so that a thousand people coming back at once do not delay what is being sent."""

    def __init__(self, *, readers: int = 4, writers: int = 4) -> None:
        self._readers = ThreadPoolExecutor(readers, "live-read")
        self._writers = ThreadPoolExecutor(writers, "live-write")

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Runner."""
        return await self._run(self._readers, function, *args, **kwargs)

    async def write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Runner."""
        return await self._run(self._writers, function, *args, **kwargs)

    def close(self) -> None:
        """Wait for what is under way and let the threads and their connections go."""
        for pool in (self._readers, self._writers):
            pool.shutdown(wait=True)

    async def _run(
        self,
        pool: ThreadPoolExecutor,
        function: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        def call() -> T:
            close_old_connections()  # a connection the database has dropped is replaced here
            try:
                return function(*args, **kwargs)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(pool, call)
