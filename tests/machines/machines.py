"""One installation on two machines: PostgreSQL and NATS on the first, everything else on both."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import psycopg

from config import database
from config.mortal import die_with_parent
from hearten.gateway.tests.nats_server import program as nats_program
from tests.installation import ROOT, START_SECONDS, printed_last
from tests.machines.network import ADDRESSES, Network, network

PORT, LIVE_PORT, NATS_PORT = 8000, 8001, 4222
PASSWORD = "for-two-machines"
DATABASE_URL = f"postgresql://postgres:{PASSWORD}@{ADDRESSES['one']}:5432/postgres"


@dataclass
class Page:
    """Somebody's open page on one of the machines (tests/machines/page.py)."""

    process: "subprocess.Popen[str]"
    acknowledged: list[float] = field(default_factory=list)
    """When, one for each message."""
    answers: "Queue[dict[str, Any]]" = field(default_factory=Queue)

    def listen(self) -> None:
        """Take what it prints, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if "acknowledged" in said:
                self.acknowledged.append(said["acknowledged"])
            else:
                self.answers.put(said)

    def tell(self, word: str) -> dict[str, Any]:
        """Say something to it and wait for the answer."""
        assert self.process.stdin is not None
        print(word, file=self.process.stdin, flush=True)
        return self.answers.get(timeout=START_SECONDS)


class Machines:
    """Starts everything, each on its machine."""

    def __init__(self, net: Network, folder: Path) -> None:
        self.net = net
        self._folder = folder
        self._started: list[subprocess.Popen[Any]] = []

    def start(self) -> None:
        """The database and NATS, then the two machines one after the other, waiting for each."""
        self._start_database()
        nats = [nats_program(), "-a", ADDRESSES["one"], "-p", str(NATS_PORT)]
        self._start("one", nats, stderr=subprocess.DEVNULL)
        for machine in ADDRESSES:
            if machine == "two":  # the keys of an installation are the same on all its machines
                shutil.copytree(self._folder / "one" / "secrets", self._folder / "two" / "secrets")
            self._start_hearten(machine)

    def _start_database(self) -> None:
        """A cluster as `hearten run` makes one, then served over the network with a password."""
        server = database.start_embedded(self._folder / "database")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"ALTER USER postgres PASSWORD '{PASSWORD}'")
        server.stop()
        with (server.pgdata / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.77.0.0/24 scram-sha-256\n")
        user = server.system_user
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        postgres = [str(server.bin_path / "postgres"), "-D", str(server.pgdata)]
        self._start("one", [*become, *postgres, "-h", ADDRESSES["one"], "-k", ""])

    def _start_hearten(self, machine: str) -> None:
        run = self._start(
            machine, [sys.executable, "-m", "config.cli", "run"], stdout=subprocess.PIPE, text=True
        )
        printed: list[str] = []
        for line in run.stdout:
            printed.append(line)
            if line.startswith("Hearten is at "):
                threading.Thread(target=run.stdout.read, daemon=True).start()
                return
        raise RuntimeError("did not start:\n" + "".join(printed))

    def environment(self, machine: str) -> dict[str, str]:
        """What the processes of a machine see."""
        outer = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DATA_DIR"}}
        return outer | {
            "DATA_DIR": str(self._folder / machine),
            "DATABASE_URL": DATABASE_URL,
            "BUS_URL": f"nats://{ADDRESSES['one']}:{NATS_PORT}",
            "HOST": ADDRESSES[machine],
            "PORT": str(PORT),
            "LIVE_PORT": str(LIVE_PORT),
            "DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def python(self, module: str, *arguments: str) -> Any:
        """Run a module on the first machine; gives the JSON it prints last."""
        command = self.net.inside("one", [sys.executable, "-m", module, *arguments])
        return printed_last(command, self.environment("one"))

    def page(self, machine: str, *, cookie: str, conversation: str, name: str) -> Page:
        """Open somebody's page on a machine."""
        address = ADDRESSES[machine]
        where = (f"ws://{address}:{LIVE_PORT}/live", f"http://{address}:{PORT}")
        command = [sys.executable, "-m", "tests.machines.page", *where, cookie, conversation, name]
        page = Page(
            self._start(machine, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        threading.Thread(target=page.listen, daemon=True).start()
        return page

    def hold(self, machine: str, conversation: str) -> None:
        """Somebody's write on a machine stops in the middle, with the conversation locked."""
        held = self._start(
            machine,
            [sys.executable, "-m", "tests.people", "hold", conversation],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert json.loads(held.stdout.readline()) == {"held": True}

    def stop(self) -> None:
        """End everything, what was started last first."""
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def _start(self, machine: str, command: Sequence[str], **more: Any) -> "subprocess.Popen[Any]":
        process = subprocess.Popen(
            self.net.inside(machine, command),
            cwd=ROOT,
            env=self.environment(machine),
            preexec_fn=die_with_parent,
            **more,
        )
        self._started.append(process)
        return process


@contextmanager
def two_machines() -> Iterator[Machines]:
    """One installation on two machines until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="hearten-two-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as another user and must reach its data
    with network() as net:
        machines = Machines(net, folder)
        try:
            machines.start()
            yield machines
        finally:
            machines.stop()
            shutil.rmtree(folder, ignore_errors=True)


def until(condition: Any, seconds: float) -> None:
    """Wait for what other processes do."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)
