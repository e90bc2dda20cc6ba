"""Puts one server on one core and the load on the other, and watches what they use."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.chat import people
from bench.chat.report import Round

PEERS = Path(__file__).parent / "peers"
COMMANDS = {
    "hearten": [sys.executable, "-m", "config.live"],
    "channels": [
        *[sys.executable, "-m", "uvicorn", "bench.chat.peers.channels:application"],
        *["--ws", "websockets-sansio", "--loop", "uvloop", "--log-level", "warning"],
        *["--ws-per-message-deflate", "false", "--ws-ping-interval", "3600", "--lifespan", "off"],
    ],
    "ws": ["node", str(PEERS / "ws.mjs")],
    "socketio": ["node", str(PEERS / "socketio.mjs")],
}
SETTINGS = {"hearten": "config.settings", "channels": "bench.chat.settings"}
STORE = set(SETTINGS)
"""The others keep nothing: what they do is only the delivery."""


class Stage:
    """The database and the orders, kept while the servers change."""

    def __init__(self, *, postgres_pid: int, given: argparse.Namespace) -> None:
        self.postgres = psutil.Process(postgres_pid)
        self.given = given

    def play(self, server: str, loads: list[dict]) -> list[Round]:
        """Measure one server under each load, in a fresh room."""
        room, keys = people.room_of(self.given.people)
        newest = people.stored(room)[2]
        with self._server(server, room=str(room), newest=newest) as (process, port):
            orders = {
                "server": server,
                "port": port,
                "room": str(room),
                "keys": keys,
                "newest": newest,
                "loads": loads,
                "rounds": self.given.rounds,
                "seconds": self.given.seconds,
                "warm_up": min(2.0, self.given.seconds),
            }
            rounds = list(self._load(server, process, orders))
        rows, distinct, last = people.stored(room)
        sent = rounds[-1].sent
        if server in STORE and not rows == distinct == last == sent:
            print(f"{server}: {sent} sent, but {rows} rows, {distinct} distinct, newest {last}")
            rounds[-1].faults += 1
        return rounds

    def _load(self, server: str, process: psutil.Process, orders: dict) -> Iterator[Round]:
        idle = process.memory_info().rss
        client = subprocess.Popen(
            [sys.executable, "-m", "bench.chat.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        _pin(client.pid, 1)
        assert client.stdin and client.stdout
        client.stdin.write(json.dumps(orders) + "\n")
        client.stdin.flush()
        per_person = 0.0
        begun = used = (0.0, 0.0, 0.0)
        watched = psutil.Process(client.pid)
        for line in client.stdout:
            said = json.loads(line)
            match said.pop("mark", None):
                case "filled":
                    per_person = (process.memory_info().rss - idle) / len(orders["keys"])
                case "begin":
                    begun = self._used(process, watched)
                case "end":
                    used = self._used(process, watched)
                case None:
                    found = Round(
                        server=server,
                        cpu=used[0] - begun[0],
                        postgres_cpu=used[1] - begun[1],
                        load_cpu=used[2] - begun[2],
                        seconds=orders["seconds"],
                        memory=per_person,
                        **said,
                    )
                    print(found.line(), flush=True)
                    yield found
        if client.wait():
            raise SystemExit(f"the load on {server} failed")

    def _used(self, process: psutil.Process, client: psutil.Process) -> tuple[float, float, float]:
        """CPU seconds of the server, of PostgreSQL and of the load so far."""
        times, load = process.cpu_times(), client.cpu_times()
        backends = 0.0
        for backend in [self.postgres, *self.postgres.children()]:
            try:
                spent = backend.cpu_times()
            except psutil.NoSuchProcess:
                continue
            backends += spent.user + spent.system
        return times.user + times.system, backends, load.user + load.system

    def prepare(self, servers: Collection[str]) -> None:
        """Fetch what the Node servers are made of, by the hashes of their lock."""
        if not {"ws", "socketio"}.isdisjoint(servers):
            quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
            subprocess.run(["npm", "ci", *quiet], cwd=PEERS, check=True)

    @contextmanager
    def _server(
        self, server: str, *, room: str, newest: int
    ) -> Iterator[tuple[psutil.Process, int]]:
        port = _free_port()
        environment = os.environ | {
            "PORT": str(port - 1),
            "LIVE_PORT": str(port),
            "DJANGO_SETTINGS_MODULE": SETTINGS.get(server, ""),
            "NODE_ENV": "production",
            "BENCH_ROOM": room,
            "BENCH_FROM": str(newest + 1),
        }
        command = COMMANDS[server] + (["--port", str(port)] if server == "channels" else [])
        process = subprocess.Popen(command, env=environment)
        _pin(process.pid, 0)
        try:
            _await_port(process, port)
            yield psutil.Process(process.pid), port
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _pin(pid: int, core: int) -> None:
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_port(process: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")
