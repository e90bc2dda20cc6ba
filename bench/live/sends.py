"""Durable sends in many conversations at once: how many a second, and how long one takes at half of
that; by one gateway on its core, and by one on each core, where half of the pairs sit at both."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.live import people
from bench.live.processes import LOAD_CORE, SERVER_CORE, cpu_of, orders_to
from bench.live.servers import serving

WARM_UP = 2.0
CORES = ((SERVER_CORE,), (SERVER_CORE, LOAD_CORE))
"""Where the gateways are. The load shares a core with the second one, as people's pages would not."""


@dataclass
class Sends:
    """One measured round."""

    gateways: int
    load: str
    """ "most", or "half" of that. """
    sends: float
    p50: float
    p99: float
    sent: int
    faults: int
    seconds: float
    cpu: float
    store_cpu: float
    load_cpu: float

    def line(self) -> str:
        """For whoever watches."""
        return (
            f"{self.gateways} {self.load:5} {self.sends:8,.0f} sends/s "
            f"p50 {self.p50:8.1f} p99 {self.p99:8.1f} ms  "
            f"cpu {self.cpu / self.seconds:.2f} PostgreSQL {self.store_cpu / self.seconds:.2f} "
            f"load {self.load_cpu / self.seconds:.2f} faults {self.faults}"
        )


def measure(
    *, pairs: int, folder: Path, postgres: psutil.Process, rounds: int, seconds: float
) -> list[Sends]:
    """So many pairs, each with a message on its way."""
    return [
        one
        for _ in range(rounds)
        for cores in CORES
        for one in _round(people.pairs_of(pairs), cores, folder, postgres, seconds)
    ]


def _round(
    pairs: list[tuple[str, list[str]]],
    cores: Sequence[int],
    folder: Path,
    postgres: psutil.Process,
    seconds: float,
) -> list[Sends]:
    measured = []
    begun = used = (0.0, 0.0, 0.0)
    with ExitStack() as stack:
        served = [stack.enter_context(serving("hearten", folder=folder, core=one)) for one in cores]
        processes = [one.process for one in served]
        orders = {
            "ports": [one.port for one in served],
            "pairs": pairs,
            "slots": len(pairs),
            "seconds": seconds,
            "warm_up": min(WARM_UP, seconds),
        }
        for said, client in orders_to("bench.live.load.pairs", orders):
            now = (cpu_of(processes), cpu_of([postgres]), cpu_of([client]))
            match said.pop("mark", None):
                case "begin":
                    begun = now
                case "end":
                    used = now
                case None:
                    cpu, store_cpu, load_cpu = (b - a for a, b in zip(begun, used, strict=True))
                    used_cpu = {"cpu": cpu, "store_cpu": store_cpu, "load_cpu": load_cpu}
                    one = Sends(gateways=len(cores), **used_cpu, **said)
                    print(one.line(), flush=True)
                    measured.append(one)
    if people.stored_in_pairs([id_ for id_, _keys in pairs]) != measured[-1].sent:
        print("as many rows as messages there are not")
        measured[-1].faults += 1
    return measured
