"""A room full of people, on one server after the other, in rounds that take turns."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.live import people
from bench.live.peers import synapse
from bench.live.processes import cpu_of, memory_of, orders_to
from bench.live.servers import STORE, Serving, serving

LOADS: dict[str, dict[str, float]] = {
    "8 in flight": {"slots": 8},
    "64 in flight": {"slots": 64},
    "3 a second": {"rate": 3},
    "30 a second": {"rate": 30},
}
WARM_UP = 2.0
SETTLING = 1.0
"""Seconds until a server that just started does no more about that."""


Loads = dict[str, Sequence[str]]
"""By server, the names of its loads."""


@dataclass(frozen=True)
class Case:
    """A room of one size, and which servers have it under which loads."""

    people: int
    servers: Loads


# Channels delivers about three messages a second to a thousand people: 30 a second has no end.
THOUSAND: Loads = {
    "hearten": ("8 in flight", "64 in flight", "3 a second", "30 a second"),
    "channels": ("8 in flight", "64 in flight", "3 a second"),
    "ws": ("8 in flight", "64 in flight", "30 a second"),
    "socketio": ("8 in flight", "64 in flight", "30 a second"),
}
# 64 in flight among fifty people would be more than one person may send to Hearten.
FIFTY: Loads = {
    "hearten": ("8 in flight", "3 a second"),
    "synapse": ("8 in flight", "3 a second"),
}


@dataclass
class Round:
    """One measured round."""

    server: str
    people: int
    load: str
    deliveries: float
    sends: float
    asked: float
    p50: float
    p99: float
    faults: int
    sent: int
    """Messages since the round before, with those that warmed it up."""
    seconds: float
    memory: float
    """Bytes for each connected person who has not said anything yet."""
    cpu: float
    store_cpu: float
    """CPU seconds of PostgreSQL, and of Redis where there is one."""
    load_cpu: float

    def line(self) -> str:
        """For whoever watches."""
        return (
            f"{self.people:5} {self.server:9} {self.load:13} {self.deliveries:12,.0f} deliveries/s "
            f"{self.sends:8,.1f} sends/s p50 {self.p50:8.1f} p99 {self.p99:8.1f} ms  "
            f"cpu {self.cpu / self.seconds:.2f} stores {self.store_cpu / self.seconds:.2f} "
            f"load {self.load_cpu / self.seconds:.2f} "
            f"{self.memory / 1024:.0f} KB a person  faults {self.faults}"
        )


class Rooms:
    """The rooms of one case, kept while the servers take turns."""

    def __init__(self, case: Case, *, folder: Path, postgres: psutil.Process) -> None:
        self.case = case
        self.folder = folder
        self.postgres = postgres
        self.rooms = {server: self._room_of(server) for server in case.servers}
        self.sent = dict.fromkeys(case.servers, 0)

    def _room_of(self, server: str) -> tuple[str, list[str]]:
        """A room's id, and what its people sign in with."""
        if server == "synapse":
            with serving(server, folder=self.folder) as served:
                return synapse.room_of(served.port, self.case.people)
        return people.room_of(self.case.people)

    def play(self, *, rounds: int, seconds: float) -> list[Round]:
        """Every server under each of its loads, and again."""
        measured = [
            one
            for _ in range(rounds)
            for server in self.case.servers
            for one in self._round(server, seconds)
        ]
        for server in self.case.servers:
            if server in STORE:
                self._count_rows(server, measured)
        return measured

    def _round(self, server: str, seconds: float) -> Iterator[Round]:
        room, keys = self.rooms[server]
        newest = people.stored(room)[2] if server in STORE else 0
        environment = {"BENCH_ROOM": room, "BENCH_FROM": str(newest + 1)}
        with serving(server, folder=self.folder, environment=environment) as served:
            orders = {
                "server": server,
                "port": served.port,
                "room": room,
                "keys": keys,
                "newest": newest,
                "loads": [{"name": name, **LOADS[name]} for name in self.case.servers[server]],
                "seconds": seconds,
                "warm_up": min(WARM_UP, seconds),
            }
            for one in self._watch(server, served, orders):
                print(one.line(), flush=True)
                self.sent[server] += one.sent
                yield one

    def _watch(self, server: str, served: Serving, orders: dict[str, Any]) -> Iterator[Round]:
        time.sleep(SETTLING)
        idle = memory_of(served.process)
        memory = 0.0
        begun = used = (0.0, 0.0, 0.0)
        for said, client in orders_to(f"bench.live.load.{_load(server)}", orders):
            match said.pop("mark", None):
                case "filled":
                    memory = (memory_of(served.process) - idle) / self.case.people
                case "begin":
                    begun = self._used(served, client)
                case "end":
                    used = self._used(served, client)
                case None:
                    cpu, store_cpu, load_cpu = (b - a for a, b in zip(begun, used, strict=True))
                    yield Round(
                        server=server,
                        people=self.case.people,
                        memory=memory,
                        cpu=cpu,
                        store_cpu=store_cpu,
                        load_cpu=load_cpu,
                        **said,
                    )

    def _used(self, served: Serving, client: psutil.Process) -> tuple[float, float, float]:
        stores = [self.postgres, *served.stores]
        return cpu_of([served.process]), cpu_of(stores), cpu_of([client])

    def _count_rows(self, server: str, measured: list[Round]) -> None:
        rows, distinct, last = people.stored(self.rooms[server][0])
        if not rows == distinct == last == self.sent[server]:
            print(f"{server}: {self.sent[server]} sent, but {rows} rows, {distinct} distinct")
            next(one for one in reversed(measured) if one.server == server).faults += 1


def _load(server: str) -> str:
    return "matrix" if server == "synapse" else "room"
