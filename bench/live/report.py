"""Medians over rounds, as a page for people."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from bench.live.rooms import Round
from bench.live.servers import NAMES, STORE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench.live begin -->", "<!-- bench.live end -->"


def faults(rounds: Sequence[Round]) -> int:
    """People in all rounds who did not hear every message exactly once."""
    return sum(one.faults for one in rounds)


def rooms(rounds: Sequence[Round]) -> list[str]:
    """What rooms of one size did, in Markdown."""
    times = sum((one.server, one.load) == (rounds[0].server, rounds[0].load) for one in rounds)
    head = (
        f"**{rounds[0].people:,} people in one room**, medians of {times} rounds in turns.\n\n"
        "| load | server | deliveries/s | sends/s | p50 ms | p99 ms | memory a person | deliveries "
        "a CPU-second | server CPU | PostgreSQL, Redis CPU | load CPU |\n|---|---|---|---|---|---|"
        "---|---|---|---|---|"
    )
    rows = [
        _row(load, server, some)
        for load in dict.fromkeys(one.load for one in rounds)
        for server in NAMES
        if (some := _those(rounds, load, server))
    ]
    return [head, *rows, "", *_ratios(rounds), _faults(rounds), ""]


def _those(rounds: Iterable[Round], load: str, server: str) -> list[Round]:
    return [one for one in rounds if (one.load, one.server) == (load, server)]


def middle(some: Sequence[Round], value: Callable[[Round], float]) -> float:
    """The median of one value."""
    return median(value(one) for one in some)


def _row(load: str, server: str, some: Sequence[Round]) -> str:
    per_cpu = middle(some, lambda o: o.deliveries * o.seconds / max(o.cpu + o.store_cpu, 0.01))
    return (
        f"| {load} | {NAMES[server]} | {middle(some, lambda o: o.deliveries):,.0f} | "
        f"{middle(some, lambda o: o.sends):,.1f} | {middle(some, lambda o: o.p50):,.1f} | "
        f"{middle(some, lambda o: o.p99):,.1f} | {middle(some, lambda o: o.memory) / 1024:.0f} KB | "
        f"{per_cpu:,.0f} | {middle(some, lambda o: o.cpu / o.seconds):.0%} | "
        f"{middle(some, lambda o: o.store_cpu / o.seconds):.0%} | "
        f"{middle(some, lambda o: o.load_cpu / o.seconds):.0%} |"
    )


def _ratios(rounds: Sequence[Round]) -> list[str]:
    said = []
    for load in dict.fromkeys(one.load for one in rounds):
        ours = _those(rounds, load, "hearten")
        for server in NAMES:
            theirs = _those(rounds, load, server)
            if ours and theirs and server != "hearten":
                said.append(_ratio(load, NAMES[server], ours, theirs))
    return said


def _ratio(load: str, name: str, ours: Sequence[Round], theirs: Sequence[Round]) -> str:
    """Deliveries where they are what is limited, the time of a message where it is not."""
    if "flight" in load:
        times = middle(ours, lambda o: o.deliveries) / middle(theirs, lambda o: o.deliveries)
        return f"{load}: **{times:,.1f} times** the deliveries of {name}.  "
    times = middle(ours, lambda o: o.p50) / middle(theirs, lambda o: o.p50)
    return f"{load}: {times:,.2g} times the p50 of {name}.  "


def _faults(rounds: Sequence[Round]) -> str:
    storing = [NAMES[server] for server in STORE if any(one.server == server for one in rounds)]
    return (
        f"Messages sent: {_sent(rounds)}; every person checked every one: {faults(rounds)} lost, "
        f"doubled or (Hearten) out of order; one row for each of {' and '.join(storing)}."
    )


def _sent(rounds: Sequence[Round]) -> str:
    counts: Counter[str] = Counter()
    for one in rounds:
        counts[one.server] += one.sent
    return ", ".join(f"{NAMES[server]} {count:,}" for server, count in counts.items())


def write(text: str) -> None:
    """Put what was measured between its marks in docs/performance.md."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
