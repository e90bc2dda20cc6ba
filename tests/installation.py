"""A whole installation, run as an operator runs it, for browser and fault tests and benchmarks."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
TEST_RUN = "HEARTEN_TEST_RUN"
"""Names one run of the tests, for all its processes. See tests/postgres_plugin.py."""
FIRST = "hearten-first"
# Every way of calling is set up, so that pages show it, and nobody listens there (port 9 discards).
NOBODY_TO_CALL_BY = {
    "PUSH_SUBJECT": "mailto:notice@localhost",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": "9",
    "TWILIO_ACCOUNT": "AC00000000000000000000000000000000",
    "TWILIO_TOKEN": "nobody",
    "TWILIO_SITE": "http://127.0.0.1:9",
    "TWILIO_TEXT_FROM": "+15005550006",
    "TWILIO_CALL_FROM": "+15005550006",
}


@dataclass
class Installation:
    """`hearten run` in a folder and on ports of its own."""

    folder: Path
    port: int
    live_port: int
    demo: bool
    parent: "subprocess.Popen[str] | None" = None
    printed: list[str] = field(default_factory=list)
    answers: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    """What it is given besides."""
    _ready: threading.Event = field(default_factory=threading.Event)
    _people: "subprocess.Popen[str] | None" = None
    _listener: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://localhost:{self.port}"

    @property
    def live(self) -> str:
        """Where the gateway is."""
        return f"ws://localhost:{self.live_port}/live"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see. No DATABASE_URL: it runs its embedded PostgreSQL."""
        outer = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DATA_DIR"}}
        return {
            **outer,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "LIVE_PORT": str(self.live_port),
            "DEMO": "yes" if self.demo else "no",
            **NOBODY_TO_CALL_BY,
            **self.settings,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self) -> None:
        """Start and wait until it says where it is."""
        self._ready.clear()
        self.answers = False
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "config.cli", "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        if not self._ready.wait(START_SECONDS) or not self.answers:
            raise RuntimeError("did not start:\n" + "\n".join(self.printed))

    def _listen(self) -> None:
        assert self.parent is not None
        assert self.parent.stdout is not None
        with self.parent.stdout as printed:
            for line in printed:
                self.printed.append(line.rstrip())
                if line.startswith("Hearten is at "):
                    self.answers = True
                    self._ready.set()
        self._ready.set()  # it ended: nobody should wait for it

    def stop(self) -> int:
        """Ctrl-C, as a person would; gives the exit code."""
        assert self.parent is not None
        if self._people is not None:
            self._people.communicate()
            self._people = None
        self.parent.send_signal(signal.SIGINT)
        code = self.parent.wait(60)
        assert self._listener is not None
        self._listener.join()
        return code

    def process(self, name: str) -> psutil.Process:
        """The real process that does the work: "web", "live", "jobs", "watch" or "database"."""
        assert self.parent is not None
        if name == "database":
            return psutil.Process(
                int((self.folder / "postgres/postmaster.pid").read_text().split()[0])
            )
        mark = {
            "web": "config.wsgi",
            "live": "config.live",
            "jobs": "config.jobs",
            "watch": "config.watch",
        }[name]
        for child in psutil.Process(self.parent.pid).children():
            if any(mark in word for word in child.cmdline()):
                grandchildren = child.children() if name == "web" else []
                workers = [
                    p for p in grandchildren if "resource_tracker" not in " ".join(p.cmdline())
                ]
                return workers[0] if workers else child
        raise LookupError(name)

    def python(self, module: str, *arguments: str) -> Any:
        """Run a module inside the installation's environment; gives the JSON it prints last."""
        return printed_last([sys.executable, "-m", module, *arguments], self._inside())

    def people(self, what: str, *arguments: str) -> Any:
        """Have `tests.people` do it, in a process that stays: starting one takes a second."""
        if self._people is None:
            self._people = subprocess.Popen(
                [sys.executable, "-m", "tests.people"],
                cwd=ROOT,
                env=self._inside(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._people.stdin is not None
        assert self._people.stdout is not None
        print(json.dumps([what, *arguments]), file=self._people.stdin, flush=True)
        if not (answer := self._people.stdout.readline()):
            raise RuntimeError(f"{what} failed: the reason is above")
        return json.loads(answer)

    def _inside(self) -> dict[str, str]:
        return {
            **self.environment,
            "DATABASE_URL": self.database_url(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def another_gateway(self, port: int) -> "subprocess.Popen[bytes]":
        """Start one more gateway of this installation, as on another machine."""
        return subprocess.Popen(
            [sys.executable, "-m", "config.live"],
            cwd=ROOT,
            env={
                **self.environment,
                "DATABASE_URL": self.database_url(),
                "LIVE_PORT": str(port),
            },
        )

    def database_url(self) -> str:
        """The embedded database over its socket."""
        lines = (self.folder / "postgres/postmaster.pid").read_text().splitlines()
        return f"postgresql://postgres:@/postgres?host={lines[4]}"


def _first_start(name: str, *, demo: bool) -> Path:
    """The folder of an installation that was started and stopped once in this run of the tests: a
    database made, migrated and filled. Whoever comes first makes it; the others wait and copy."""
    folder = Path(f"{name}-{'demo' if demo else 'bare'}")
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            folder.chmod(0o755)
            if demo:
                _copy(_first_start(name, demo=False), folder)
            port, live_port = free_ports(2)
            made = Installation(folder=folder, port=port, live_port=live_port, demo=demo)
            made.start()
            if code := made.stop():
                raise RuntimeError(f"did not stop cleanly: {code}")
            done.touch()
    return folder


def _copy(first: Path, folder: Path) -> None:
    """With owners and rights: PostgreSQL wants its data to be its own."""
    subprocess.run(["cp", "-a", f"{first}/.", str(folder)], check=True)


def printed_last(command: Sequence[str], environment: Mapping[str, str]) -> Any:
    """Run it to its end; gives the JSON it prints last."""
    ran = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    return json.loads(ran.stdout.splitlines()[-1])


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def installation(*, demo: bool, **settings: str) -> Iterator[Installation]:
    """A started installation that is stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="hearten-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as another user and must reach its data
    if run := os.environ.get(TEST_RUN):
        first = _first_start(f"{tempfile.gettempdir()}/{FIRST}-{run}", demo=demo)
        _copy(first, folder)
    port, live_port = free_ports(2)
    running = Installation(folder, port, live_port, demo, settings=settings)
    try:
        running.start()
        yield running
    finally:
        if running.parent is not None and running.parent.poll() is None:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)
