"""`hearten run`: one parent for the database, the pages, the live gateway, the jobs and the watch.

A child that dies is started again; if the parent dies, the kernel ends the children (the embedded
PostgreSQL stays and is found again by the next start). Ctrl-C stops all of them in order.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config import database, env
from config.mortal import die_with_parent

_LONGEST_PAUSE = 8.0
_PATIENCE = 10.0


@dataclass
class Child:
    """One process the parent keeps alive."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 0.0
    retry_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a group of its own: Ctrl-C reaches the parent, which decides the order."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command lines
            self.command, start_new_session=True, preexec_fn=die_with_parent
        )
        self.started = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it died: at once the first time, then ever more slowly."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.retry_at:
            lived_long = now - self.started > 60
            self.pause = 0.0 if lived_long else min(_LONGEST_PAUSE, self.pause * 2 or 0.25)
            self.retry_at = now + self.pause
            print(f"{self.name} stopped ({self.process.returncode}); starting it again", flush=True)
        if now >= self.retry_at:
            self.retry_at = 0.0
            self._end_group()  # a grandchild left behind would hold the port
            self.start()

    def _end_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT if self.name == "jobs" else signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Give it until `until` (monotonic) to end."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._end_group()
            self.process.wait()


def run() -> int:
    """Run until a signal; gives the exit code."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    port = env.number("PORT", 8000, least=1, most=65535)
    live_port = env.number("LIVE_PORT", port + 1, least=1, most=65535)
    host = env.text("HOST", "127.0.0.1")
    for name, number in (("PORT", port), ("LIVE_PORT", live_port)):
        _refuse_taken(host, name, number)
    data_dir = env.folder("DATA_DIR", Path(__file__).resolve().parent.parent / "data")
    server = None if env.text("DATABASE_URL") else database.start_embedded(data_dir)
    if server is not None:
        os.environ["DATABASE_URL"] = server.get_uri()
    children = _children(host, port)
    try:
        _prepare(port)
        for child in children:
            child.start()
        _watch(children, server, data_dir, host, port)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        _stop(children, server)
    return 0


def _children(host: str, port: int) -> list[Child]:
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", env.text("WEB_WORKERS", "1"), "--blocking-threads", "4"]
    web += [
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level",
        "warning",
        "config.wsgi:application",
    ]
    live = [python, "-m", "config.live"]
    jobs, watch = [python, "-m", "config.jobs"], [python, "-m", "config.watch"]
    return [
        Child("web", web),
        Child("live", live),
        Child("jobs", jobs),
        Child("watch", watch),
    ]


def _prepare(port: int) -> None:
    import django  # noqa: PLC0415 - needs DATABASE_URL

    django.setup()
    from config import install  # noqa: PLC0415 - needs Django

    install.prepare()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    _refuse_public_demo()
    call_command("demo", "--if-empty")
    call_command("demo", "--sign-ins", address=f"http://localhost:{port}/")
    connections.close_all()


def _refuse_public_demo() -> None:
    """Not with a manager whose passphrase everybody knows, unless it was asked for by name."""
    from django.conf import settings  # noqa: PLC0415

    from hearten.demo.programme import demo_programme  # noqa: PLC0415

    if settings.REACHABLE and not settings.DEMO and demo_programme() is not None:
        raise env.WrongEnvironment(
            "This installation holds the demo, whose passphrase is public, and others can reach it. "
            "Choose an empty DATA_DIR or DATABASE_URL, or set DEMO=yes if that is what you want."
        )


def _watch(children: list[Child], server: Any, data_dir: Path, host: str, port: int) -> None:
    waiting = True
    while True:
        for child in children:
            child.keep_alive()
        if server is not None and not server.get_postmaster_info().is_running():
            print("database stopped; starting it again", flush=True)
            database.start_embedded(data_dir).ensure_postgres_running()
        if waiting and _answers(host, port):
            waiting = False
            print(f"\nHearten is at http://localhost:{port}/  (Ctrl-C stops it)", flush=True)
        time.sleep(0.1 if waiting else 0.5)


def _stop(children: list[Child], server: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        child.stop()
    until = time.monotonic() + _PATIENCE
    for child in children:
        child.wait(until)
    if server is not None:
        server.stop()


def _refuse_taken(host: str, name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise env.WrongEnvironment(
                f"Port {port} is taken ({error.strerror}). Choose another: {name}={port + 10} make run"
            ) from None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.2):
            return True
    except OSError:
        return False


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
