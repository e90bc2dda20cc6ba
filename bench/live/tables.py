"""What was measured, in Markdown; medians over rounds."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from bench.live.crowds import Crowd
from bench.live.rooms import Round
from bench.live.sends import Sends
from bench.live.servers import NAMES, STORE
from bench.live.slow import DEAF, PEOPLE, Slow


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
        if (some := those(rounds, load, server))
    ]
    return [head, *rows, "", *_ratios(rounds), _faults(rounds), ""]


def those(rounds: Iterable[Round], load: str, server: str) -> list[Round]:
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
        ours = those(rounds, load, "hearten")
        for server in NAMES:
            theirs = those(rounds, load, server)
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


def sends(rounds: Sequence[Sends], *, pairs: int) -> list[str]:
    """Durable sends in many conversations."""
    kinds = sorted(
        {(one.gateways, one.load) for one in rounds}, key=lambda kind: (kind[0], kind[1] == "half")
    )
    head = (
        f"**{pairs:,} pairs who write at once**, medians of {len(rounds) // len(kinds)} rounds; a message "
        "counts when its sender is told that it is committed. With two gateways, one a core, every "
        "other pair sits at both.\n\n"
        "| gateways | load | sends/s | p50 ms | p99 ms | server CPU | PostgreSQL CPU | load CPU |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    names = {"most": "one message of each pair on its way", "half": "half as many a second"}
    rows = [
        _sends_row(
            f"{gateways} | {names[load]}",
            [one for one in rounds if (one.gateways, one.load) == (gateways, load)],
        )
        for gateways, load in kinds
    ]
    bad = sum(one.faults for one in rounds)
    return [head, *rows, "", f"Lost, doubled, out of order or not in the database: {bad}.", ""]


def _sends_row(name: str, some: Sequence[Sends]) -> str:
    values = [
        f"{median(one.sends for one in some):,.0f}",
        f"{median(one.p50 for one in some):,.1f}",
        f"{median(one.p99 for one in some):,.1f}",
        f"{median(one.cpu / one.seconds for one in some):.0%}",
        f"{median(one.store_cpu / one.seconds for one in some):.0%}",
        f"{median(one.load_cpu / one.seconds for one in some):.0%}",
    ]
    return f"| {name} | {' | '.join(values)} |"


def crowd(found: Crowd) -> list[str]:
    """Many who listen, and come back."""
    said = [
        f"**{found.people:,} people who listen, two to a conversation**, one process, one time.  ",
        f"All there after {found.came:.0f} s. Memory: **{found.memory / 1024:.1f} KB** each. CPU while "
        f"nobody says anything: {found.idle_cpu:.0%} of a core.  ",
    ]
    if found.back:
        trouble = ", ".join(f"{what} {often:,}" for what, often in found.trouble.items())
        said += [
            f"The process was killed and its port open again {found.dead:.1f} s later: half of the "
            f"people were back and up to date {found.half:.1f} s after that, **all after "
            f"{found.back:.1f} s**. From opening a connection to listening: p50 {found.p50:,.0f} ms, "
            f"p99 {found.p99:,.0f} ms. What went wrong for people meanwhile: {trouble or 'nothing'}.  ",
            f"Messages of those who were back already, while the others came: {found.sends:,}, p50 "
            f"{found.send_p50:,.0f} ms, p99 {found.send_p99:,.0f} ms. PostgreSQL's busiest second: "
            f"{found.transactions:,} transactions, {found.database:.0%} of a core. Lost, doubled or "
            f"out of order: {found.faults}.",
        ]
    return [*said, ""]


def slow(found: Slow) -> list[str]:
    """Some who do not read."""
    return [
        f"**{DEAF} of {PEOPLE} people in a busy room stop reading**, one time: cut after "
        f"{found.cut:.1f} s, by when the system's own buffers were full as well; the others' p99 "
        f"{found.p99_before:,.0f} ms before and {found.p99:,.0f} ms with them; "
        f"{found.memory / 1e6:.0f} MB more memory.",
        "",
    ]


def _sent(rounds: Sequence[Round]) -> str:
    counts: Counter[str] = Counter()
    for one in rounds:
        counts[one.server] += one.sent
    return ", ".join(f"{NAMES[server]} {count:,}" for server, count in counts.items())
