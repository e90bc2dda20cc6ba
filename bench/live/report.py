"""The page and the pictures made of one run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.live import tables
from bench.live.chart import Bar, bars
from bench.live.crowds import Crowd
from bench.live.rooms import Round
from bench.live.sends import Sends
from bench.live.servers import NAMES
from bench.live.slow import Slow
from bench.live.tables import middle, those

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "performance.md"
PICTURES = DOCS / "performance"
BEGIN, END = "<!-- bench.live begin -->", "<!-- bench.live end -->"


@dataclass
class Found:
    """What a run has measured; parts that were not asked for are empty."""

    about: str
    pairs: int
    big: Sequence[Round] = ()
    small: Sequence[Round] = ()
    sends: Sequence[Sends] = ()
    crowd: Crowd | None = None
    slow: Slow | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    """By their file's name."""

    def faults(self) -> int:
        """What was lost, doubled or out of order anywhere."""
        parts = [*self.big, *self.small, *self.sends, self.crowd, self.slow]
        return sum(part.faults for part in parts if part)


def text(found: Found) -> str:
    """Everything in Markdown; the pictures are drawn beside it."""
    lines = [f"{found.about}\n"]
    if found.big:
        lines += [*tables.rooms(found.big), *_big_pictures(found)]
    if found.small:
        lines += [*tables.rooms(found.small), *_small_picture(found)]
    if found.sends:
        lines += tables.sends(found.sends, pairs=found.pairs)
    if found.crowd:
        lines += tables.crowd(found.crowd)
    if found.slow:
        lines += tables.slow(found.slow)
    return "\n".join(lines)


def _big_pictures(found: Found) -> list[str]:
    rounds = found.big
    people = f"{rounds[0].people:,} people in one room"
    flights = [load for load in dict.fromkeys(o.load for o in rounds) if "flight" in load]
    paces = [load for load in dict.fromkeys(o.load for o in rounds) if "second" in load]
    named = [
        _picture(
            found,
            "deliveries",
            f"Deliveries a second, {people}",
            "more is better",
            [(load, _bars(rounds, load, lambda o: o.deliveries, "{:,.0f}")) for load in flights],
        ),
        _picture(
            found,
            "waits",
            f"p50 of a message in milliseconds, {people}",
            "less is better; messages at a steady pace",
            [(load, _bars(rounds, load, lambda o: o.p50, "{:,.1f} ms")) for load in paces],
        ),
        _picture(
            found,
            "memory",
            f"Memory for each connected person, {people}",
            "less is better; nobody has said anything yet",
            [("", _bars(rounds, flights[0], lambda o: o.memory / 1024, "{:,.0f} KB"))],
        ),
    ]
    return [*named, ""]


def _small_picture(found: Found) -> list[str]:
    people = f"{found.small[0].people:,} people in one room"
    load = found.small[0].load
    groups = [(load, _bars(found.small, load, lambda o: o.sends, "{:,.1f}"))]
    title = f"Messages a second, {people}"
    return [_picture(found, "small-room", title, "more is better", groups), ""]


def _bars(rounds: Sequence[Round], load: str, value, said: str) -> list[Bar]:
    found = {
        server: middle(some, value) for server in NAMES if (some := those(rounds, load, server))
    }
    return [
        Bar(NAMES[server], number, said.format(number), ours=server == "hearten")
        for server, number in found.items()
    ]


def _picture(found: Found, name: str, title: str, note: str, groups) -> str:
    """Draw a picture and give how the page shows it."""
    found.pictures[f"{name}.svg"] = bars(title, note, groups)
    return f"![{title}](performance/{name}.svg)\n"


def write(found: Found, said: str) -> None:
    """Put what was measured between its marks in docs/performance.md, and the pictures beside it."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{said}\n{END}{after}")
    PICTURES.mkdir(exist_ok=True)
    for name, picture in found.pictures.items():
        (PICTURES / name).write_text(picture)
