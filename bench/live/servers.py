"""How each server is started, each on the same core if not said otherwise, with what it stores where."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.live.peers import synapse
from bench.live.processes import SERVER_CORE, free_port, running

PEERS = Path(__file__).parent / "peers"
NAMES = {
    "hearten": "Hearten",
    "channels": "Django Channels",
    "ws": "ws, stores nothing",
    "socketio": "socket.io, stores nothing",
    "synapse": "Synapse",
}
STORE = ("hearten", "channels")
"""Those that write the same rows to the same table, which are counted at the end."""


@dataclass(frozen=True)
class Serving:
    """A server that runs: its process, its port, and what stores for it beside PostgreSQL."""

    process: psutil.Popen
    port: int
    stores: tuple[psutil.Process, ...] = ()


@contextmanager
def serving(
    server: str,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
    core: int = SERVER_CORE,
) -> Iterator[Serving]:
    """Run a server until the block ends."""
    port = port or free_port()
    given = {"LIVE_PORT": str(port), "PORT": str(port - 1), "NODE_ENV": "production"}
    given |= environment or {}
    stores: list[psutil.Process] = []
    with ExitStack() as stack:
        if server == "channels":
            address = folder / "redis.sock"
            stores.append(stack.enter_context(_redis(address)))
            given |= {
                "DJANGO_SETTINGS_MODULE": "bench.live.settings",
                "BENCH_REDIS": f"unix://{address}",
            }
        command = _command(server, port, folder)
        process = stack.enter_context(running(command, environment=given, port=port, core=core))
        yield Serving(process, port, tuple(stores))


def _command(server: str, port: int, folder: Path) -> list[str]:
    match server:
        case "hearten":
            return [sys.executable, "-m", "config.live"]
        case "channels":
            return [
                *[sys.executable, "-m", "uvicorn", "bench.live.peers.channels:application"],
                *["--ws", "websockets-sansio", "--loop", "uvloop", "--log-level", "warning"],
                *["--ws-per-message-deflate", "false", "--ws-ping-interval", "3600"],
                *["--lifespan", "off", "--port", str(port)],
            ]
        case "synapse":
            return synapse.command(folder, port)
        case _:
            return ["node", str(PEERS / f"{server}.mjs")]


@contextmanager
def _redis(address: Path) -> Iterator[psutil.Popen]:
    """A Redis that keeps nothing on disk, reached by a socket file; on whichever core has room."""
    command = ["redis-server", "--port", "0", "--unixsocket", str(address), "--save", ""]
    with running([*command, "--logfile", os.devnull], environment={}, core=None) as process:
        yield process
