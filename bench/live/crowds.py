"""Ten thousand people who listen and say nothing: what each costs, and what happens when the server
dies under them and all of them come back."""

import json
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.db import connection

from bench.live import people
from bench.live.processes import cpu_of, free_port, memory_of, orders_to
from bench.live.servers import Serving, serving

QUIET = 5.0
"""Seconds that are watched once everybody is there."""
TOLD = 0.1
"""Share of the conversations in which something was said while the server was dead."""


@dataclass
class Crowd:
    """What was measured."""

    people: int
    came: float
    """Seconds until all were there."""
    memory: float
    """Bytes for each of them."""
    idle_cpu: float
    """Share of a core the server needs for them while they say nothing but that they are there."""
    dead: float = 0.0
    """Seconds from the kill until the port was open again."""
    back: float = 0.0
    """Seconds from then until everybody was subscribed and had had everything."""
    half: float = 0.0
    """The same until half of them were."""
    p50: float = 0.0
    """Milliseconds from opening a connection to listening, for each who came back."""
    p99: float = 0.0
    sends: int = 0
    send_p50: float = 0.0
    send_p99: float = 0.0
    """Milliseconds a message took of those who were back already, while the others came."""
    trouble: dict[str, int] = field(default_factory=dict)
    """What went wrong for people after the port was open, and how often; they came again."""
    faults: int = 0
    database: float = 0.0
    """CPU seconds of PostgreSQL in its busiest second."""
    transactions: int = 0
    """Transactions in the busiest second."""


class Pulse:
    """Watches the database, a second at a time."""

    def __init__(self, postgres: psutil.Process) -> None:
        self._postgres = postgres
        self._over = threading.Event()
        self.cpu = 0.0
        self.transactions = 0
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        before, cpu = self._committed(), cpu_of([self._postgres])
        while not self._over.wait(1.0):
            now, used = self._committed(), cpu_of([self._postgres])
            self.transactions = max(self.transactions, now - before)
            self.cpu = max(self.cpu, used - cpu)
            before, cpu = now, used
        connection.close()

    def _committed(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(xact_commit)::bigint FROM pg_stat_database")
            [count] = cursor.fetchone() or [0]
            return int(count)


def measure(*, size: int, folder: Path, postgres: psutil.Process, herd: bool) -> Crowd:
    """So many people, two to a conversation."""
    pairs = people.pairs_of(size // 2)
    with ExitStack() as stack:
        port = free_port()
        first = stack.enter_context(ExitStack())
        served = first.enter_context(serving("hearten", folder=folder, port=port))
        time.sleep(QUIET)
        before = memory_of(served.process)
        listening = [(id_, key) for id_, keys in pairs for key in keys]
        lines = orders_to("bench.live.load.crowd", {"port": port, "people": listening})
        stack.callback(lines.close)
        said, client = next(lines)
        crowd = _idle(served, size, before, said["seconds"])
        print(f"{size:,} here after {crowd.came:.0f} s, {crowd.memory / 1024:.1f} KB each", said)
        if herd:
            _tell(client, {"t": "dying"})
            killed = time.monotonic()
            served.process.kill()
            first.close()
            told = [id_ for id_, _keys in pairs[: int(len(pairs) * TOLD)]]
            people.say_once(told)
            with serving("hearten", folder=folder, port=port), Pulse(postgres) as pulse:
                opened = time.monotonic()
                goals = {f"conversation:{id_}": 1 for id_ in told}
                _tell(client, {"t": "back", "goals": goals})
                back, _client = next(lines)
            _herd(crowd, back, killed, opened, pulse)
    return crowd


def _idle(served: Serving, size: int, before: int, seconds: float) -> Crowd:
    cpu = cpu_of([served.process])
    time.sleep(QUIET)
    return Crowd(
        people=size,
        came=seconds,
        idle_cpu=(cpu_of([served.process]) - cpu) / QUIET,
        memory=(memory_of(served.process) - before) / size,
    )


def _herd(crowd: Crowd, back: dict, killed: float, opened: float, pulse: Pulse) -> None:
    crowd.dead = opened - killed
    crowd.back = back["at"] - opened
    crowd.half = back["half_at"] - opened
    for name in ("p50", "p99", "sends", "send_p50", "send_p99", "trouble", "faults"):
        setattr(crowd, name, back[name])
    crowd.database, crowd.transactions = pulse.cpu, pulse.transactions


def _tell(client: psutil.Popen, order: dict) -> None:
    client.stdin.write(json.dumps(order) + "\n")
    client.stdin.flush()
