"""A real NATS server on a free port, which can be killed and comes back where it was."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NatsServer:
    """One server. Its address stays the same through every restart."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host = host
        self._port = port or _free_port(host)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where clients find it, and by which word they may come in."""
        return f"nats://gateway:whispered@{self._host}:{self._port}"

    def start(self) -> None:
        """Start and wait until it takes connections."""
        self._process = subprocess.Popen(
            [
                *(program(), "-a", self._host, "-p", str(self._port)),
                *("--user", "gateway", "--pass", "whispered"),
            ],
            # Not bound to the life of what starts it: that would be the thread, which may end first.
            stderr=subprocess.DEVNULL,
        )
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError("nats-server did not start")
            time.sleep(0.01)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((self._host, self._port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """As a crash does, with signal 9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def nats_server() -> Iterator[NatsServer]:
    """A running server until the block ends."""
    server = NatsServer()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def program() -> str:
    """That of the development packages, or the system's."""
    ours = Path(sys.executable).parent / "nats-server"
    found = str(ours) if ours.exists() else shutil.which("nats-server")
    if found is None:
        raise RuntimeError("no nats-server: run make setup-dev")
    return found


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
