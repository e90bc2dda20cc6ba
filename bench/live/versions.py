"""What was measured, by its versions."""

import json
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version

from bench.live.peers import synapse
from bench.live.servers import PEERS


def said(command: Sequence[str]) -> str:
    """What a program says of itself, in one line."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def of(servers: Sequence[str], *, postgres: str) -> str:
    """For these servers, in one sentence."""
    parts = [f"Python {platform.python_version()}", f"PostgreSQL {postgres}"]
    parts.append(f"uvicorn {version('uvicorn')}")
    if "channels" in servers:
        redis = said(["redis-server", "--version"]).split("v=")[1].split()[0]
        layer = version("channels_redis")
        parts.append(f"Channels {version('channels')} with channels_redis {layer} on Redis {redis}")
    node = [
        (server, {"socketio": "socket.io"}.get(server, server)) for server in ("ws", "socketio")
    ]
    wanted = [package for server, package in node if server in servers]
    if wanted:
        found = ", ".join(f"{package} {_package(package)}" for package in wanted)
        parts.append(f"{found} on Node {said(['node', '--version']).lstrip('v')}")
    if "synapse" in servers:
        parts.append(f"Synapse {synapse.version()}")
    return ", ".join(parts)


def _package(name: str) -> str:
    given = json.loads((PEERS / "node_modules" / name / "package.json").read_text())
    return str(given["version"])
