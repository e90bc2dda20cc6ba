"""A real uvicorn with the real gateway, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.db import connections

from hearten.foundation.live import Listener
from hearten.gateway import app, server
from hearten.gateway.bus import Make
from hearten.gateway.guard import ValidSessions
from hearten.gateway.limits import Limits
from hearten.gateway.neighbours import Names
from hearten.gateway.postgres_bus import PostgresBus
from hearten.gateway.tests.fakes import PERSON, Domain


class Serving:
    """The address of a running gateway and its domain."""

    def __init__(self, port: int, domain: Domain, cut: Callable[[], None]) -> None:
        self.port = port
        self.cut = cut
        """Break every connection, as a network does: without a word."""
        self.domain = domain
        self.url = f"ws://127.0.0.1:{port}/live"
        self.origin = "http://127.0.0.1:8000"


@contextmanager
def serving(
    *,
    authenticate: Callable[[str], Listener | None],
    valid_sessions: ValidSessions,
    names: Names = lambda ids: {},
    limits: Limits | None = None,
    bus: Make = PostgresBus,
    domain: Domain | None = None,
) -> Generator[Serving, None, None]:
    """Run a gateway on a free port until the block ends."""
    domain = domain or Domain()
    application = app.build(
        topics=[domain.kind, PERSON],
        commands=[domain.command],
        authenticate=lambda keys: {key: who for key in keys if (who := authenticate(key))},
        valid_sessions=valid_sessions,
        names=names,
        limits=limits,
        bus=bus,
    )
    uvicorn_server = uvicorn.Server(server.config(application, host="127.0.0.1", port=0))
    started = threading.Event()
    ports: list[int] = []
    loops: list[asyncio.AbstractEventLoop] = []

    def cut() -> None:
        for protocol in list(uvicorn_server.server_state.connections):
            loops[0].call_soon_threadsafe(protocol.transport.abort)

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        task = asyncio.create_task(uvicorn_server.serve())
        while not uvicorn_server.started and not task.done():
            await asyncio.sleep(0.005)
        if uvicorn_server.started:
            ports.append(uvicorn_server.servers[0].sockets[0].getsockname()[1])
        started.set()
        await task
        connections.close_all()

    thread = threading.Thread(target=_run, args=(main(),), name="gateway")
    thread.start()
    try:
        assert started.wait(20)
        yield Serving(ports[0], domain, cut)
    finally:
        uvicorn_server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    import uvloop

    uvloop.run(coroutine)
