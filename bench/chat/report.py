"""Medians over rounds, as a table for people."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench.chat begin -->", "<!-- bench.chat end -->"
NAMES = {
    "hearten": "Hearten",
    "channels": "Django Channels",
    "ws": "ws, stores nothing",
    "socketio": "socket.io, stores nothing",
}


@dataclass
class Round:
    """One measured round."""

    server: str
    load: str
    deliveries: float
    sends: float
    asked: float
    p50: float
    p99: float
    faults: int
    sent: int
    cpu: float
    postgres_cpu: float
    load_cpu: float
    seconds: float
    memory: float

    def line(self) -> str:
        """For whoever watches."""
        return (
            f"{self.server:9} {self.load:13} {self.deliveries:12,.0f} deliveries/s "
            f"{self.sends:8,.1f} sends/s p50 {self.p50:8.1f} p99 {self.p99:8.1f} ms  "
            f"cpu {self.cpu / self.seconds:.2f} pg {self.postgres_cpu / self.seconds:.2f} "
            f"load {self.load_cpu / self.seconds:.2f} "
            f"{self.memory / 1024:.0f} KB a person  faults {self.faults}"
        )


def faults(rounds: Sequence[Round]) -> int:
    """People in all rounds who did not hear every message exactly once."""
    return sum(one.faults for one in rounds)


def table(rounds: Sequence[Round], *, people: int) -> str:
    """What was measured, in Markdown."""
    about = (
        f"{people:,} people in one room, medians of {_rounds(rounds)} rounds, "
        f"{datetime.now(UTC):%B %Y}; Python {platform.python_version()}, "
        f"uvicorn {version('uvicorn')}, Channels {version('channels')}; one server process on one "
        "core, the load on another, PostgreSQL where there is room.\n"
    )
    head = (
        "| load | server | deliveries/s | sends/s | p50 ms | p99 ms | deliveries a CPU-second | "
        "PostgreSQL CPU |\n|---|---|---|---|---|---|---|---|"
    )
    lines = [about, head]
    for load in dict.fromkeys(one.load for one in rounds):
        for server in NAMES:
            some = [one for one in rounds if (one.load, one.server) == (load, server)]
            if some:
                lines.append(_row(load, server, some))
    return "\n".join([*lines, "", *_ratios(rounds), _memory(rounds), _faults(rounds)])


def _rounds(rounds: Sequence[Round]) -> int:
    first = rounds[0]
    return sum((one.server, one.load) == (first.server, first.load) for one in rounds)


def _row(load: str, server: str, some: Sequence[Round]) -> str:
    per_cpu = median(one.deliveries * one.seconds / max(one.cpu, 0.01) for one in some)
    return (
        f"| {load} | {NAMES[server]} | {median(o.deliveries for o in some):,.0f} | "
        f"{median(o.sends for o in some):,.1f} | {median(o.p50 for o in some):,.1f} | "
        f"{median(o.p99 for o in some):,.1f} | {per_cpu:,.0f} | "
        f"{median(o.postgres_cpu / o.seconds for o in some):.0%} |"
    )


def _ratios(rounds: Sequence[Round]) -> list[str]:
    said = []
    for load in dict.fromkeys(one.load for one in rounds):
        by = {
            server: [one for one in rounds if (one.load, one.server) == (load, server)]
            for server in NAMES
        }
        ours = by.pop("hearten")
        for server, theirs in by.items():
            if ours and theirs:
                said.append(_ratio(load, NAMES[server], ours, theirs))
    return said


def _ratio(load: str, name: str, ours: Sequence[Round], theirs: Sequence[Round]) -> str:
    """Deliveries where they are what is limited, the time of a message where it is not."""
    if "flight" in load:
        times = median(o.deliveries for o in ours) / median(o.deliveries for o in theirs)
        return f"{load}: **{times:,.1f} times** the deliveries of {name}.  "
    times = median(o.p50 for o in ours) / median(o.p50 for o in theirs)
    return f"{load}: {times:,.2f} times the p50 of {name}.  "


def _memory(rounds: Sequence[Round]) -> str:
    parts = []
    for server, name in NAMES.items():
        found = [one.memory for one in rounds if one.server == server]
        if found:
            parts.append(f"{name} {found[0] / 1024:.0f} KB")
    return f"Memory for each connected person: {', '.join(parts)}.  "


def _faults(rounds: Sequence[Round]) -> str:
    last = {one.server: one for one in rounds}
    sent = ", ".join(f"{NAMES[s]} {one.sent:,}" for s, one in last.items())
    return (
        f"Messages sent: {sent}; every person checked every one: "
        f"{faults(rounds)} lost, doubled or (Hearten) out of order; one row for each of Hearten and Channels."
    )


def write(text: str) -> None:
    """Put the table between its marks in docs/performance.md."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
