"""Ten people in a busy room stop reading: when they are cut, what they cost, what the others notice."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.live import people
from bench.live.processes import orders_to
from bench.live.servers import serving

PEOPLE, DEAF = 50, 10
SECONDS = 6.0
BUSY = {"name": "all read", "rate": 400, "times": 24}
"""Messages of about 3,700 letters: the system's buffers for one connection take megabytes."""


@dataclass
class Slow:
    """What was measured."""

    p99: float
    p99_before: float
    cut: float
    """Seconds from when they stopped reading until they were cut; 0: not in time."""
    memory: float
    """Bytes the server took more than at most without them."""
    faults: int


def measure(*, folder: Path) -> Slow:
    """A room where all read, and then some do not."""
    room, keys = people.room_of(PEOPLE)
    with serving("hearten", folder=folder) as served:
        orders: dict[str, Any] = {
            "server": "hearten",
            "port": served.port,
            "room": room,
            "keys": keys,
            "newest": 0,
            "loads": [BUSY, BUSY | {"name": "some do not", "deaf": DEAF}],
            "seconds": SECONDS,
            "warm_up": SECONDS / 2,
        }
        peaks, rounds = [], []
        with Peak(served.process) as peak:
            for said, _client in orders_to("bench.live.load.room", orders):
                if said.get("mark") == "begin":
                    peak.most = 0
                elif said.get("mark") == "end":
                    peaks.append(peak.most)
                elif "load" in said:
                    rounds.append(said)
    without, with_them = rounds
    return Slow(
        p99=with_them["p99"],
        p99_before=without["p99"],
        cut=with_them["cut"],
        memory=max(0, peaks[1] - peaks[0]),
        faults=with_them["faults"],
    )


class Peak:
    """The most memory a process has had."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.most = 0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            self.most = max(self.most, self._process.memory_info().rss)
            time.sleep(0.05)
