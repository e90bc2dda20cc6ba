"""Reading the written content: people in blocks of "key: value" lines, dialogues and threads as little
scripts.

The format is meant for people who write, in any language; docs/howto/demo.md explains it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

LANGUAGES = ("en", "es", "ar", "fr", "pt")
"""Each has a folder of dialogues; a dialogue is written in its folder's language."""

_CONTENT = resources.files("hearten.demo") / "content"
_LENGTH = re.compile(r"(\d+)\s*(m|h|d|days?)?")
_POST = re.compile(r"(?P<who>.+?)(?: \^(?P<answers>\d+))?(?: \+(?P<pause>\w+))?")
_UNITS = {"": "minutes", "m": "minutes", "h": "hours", "d": "days", "day": "days", "days": "days"}
_DAYS = {
    "every": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "weekday": ("mon", "tue", "wed", "thu", "fri"),
    "weekend": ("sat", "sun"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One block: a person, or the head of a dialogue."""

    values: dict[str, str]

    def text(self, key: str) -> str:
        """The value, or an empty text."""
        return self.values.get(key, "")

    def many(self, key: str, separator: str = ",") -> tuple[str, ...]:
        """The parts of a list."""
        return tuple(part.strip() for part in self.text(key).split(separator) if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of a dialogue."""

    side: str
    """ "m" for the member, "s" for the supporter."""
    text: str
    pause: timedelta | None = None
    """Since the line before; None: a usual pause."""
    before_end: timedelta | None = None
    """Instead: how long before the demo's end it was written."""
    answers: int = 0
    """How many lines before the one stands that it answers; 0: it answers none."""
    before: str = ""
    """What it said for a minute, until its writer changed it."""
    deleted: bool = False
    """Whether its writer took it back a minute later."""
    reaction: str = ""
    """The code of what the other one put to it."""
    closing: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A conversation from the asking to the ending."""

    name: str
    language: str
    head: Written
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def waited(self) -> timedelta:
        """From asking to being paired."""
        return length(self.head.text("waited"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a thread in the community."""

    who: str
    """A pseudonym of the cast."""
    text: str
    pause: timedelta
    """Since the post before."""
    answers: int = 0
    """How many posts before stands the one it answers; 0: it answers none in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread from its first post on."""

    head: Written
    posts: tuple[Post, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A space with its threads."""

    head: Written
    threads: tuple[Thread, ...] = field(repr=False)

    @property
    def faces(self) -> dict[str, str]:
        """What people of the cast are called there."""
        return _faces(self.head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A group: who came, its host first, with how they introduced themselves; and what was said."""

    head: Written
    came: tuple[Post, ...] = field(repr=False)
    said: tuple[Post, ...] = field(repr=False)

    @property
    def faces(self) -> dict[str, str]:
        """What people of the cast are called there."""
        return _faces(self.head)


def _faces(head: Written) -> dict[str, str]:
    pairs = (one.split("=") for one in head.many("faces", ";"))
    return {who.strip(): name.strip() for who, name in pairs}


def length(words: str) -> timedelta:
    """A length of time: "5" minutes, "5m", "3h", "2d", "2 days"."""
    found = _LENGTH.match(words.strip())
    if found is None:
        raise ValueError(f"not a length of time: {words!r}")
    return timedelta(**{_UNITS[found[2] or ""]: int(found[1])})


def free_parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """("weekday evenings", "sat mornings") as the codes of profiles: "mon-evening", …"""
    parts = []
    for phrase in words:
        days, part = phrase.split()
        named = _DAYS.get(days, (days[:3],))
        parts += [f"{day}-{part.removesuffix('s')}" for day in named]
    return tuple(parts)


@cache
def people(kind: str) -> tuple[Written, ...]:
    """The people of content/<kind>.txt: "staff", "supporters" or "members"."""
    return tuple(_blocks((_CONTENT / f"{kind}.txt").read_text(encoding="utf-8")))


@cache
def in_languages(name: str) -> dict[str, str]:
    """A longer text in each language of the pages: content/<name>/<language>.txt as it is."""
    return {
        path.name.removesuffix(".txt"): path.read_text(encoding="utf-8").strip()
        for path in sorted((_CONTENT / name).iterdir(), key=lambda one: one.name)
    }


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """Every dialogue, by language and number."""
    return tuple(
        _dialogue(language, path)
        for language in LANGUAGES
        for path in sorted((_CONTENT / "dialogues" / language).iterdir(), key=lambda one: one.name)
    )


@cache
def spaces() -> tuple[Space, ...]:
    """The spaces of content/community, by number."""
    folder = _CONTENT / "community"
    return tuple(
        _space(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda one: one.name)
    )


@cache
def circles() -> tuple[Circle, ...]:
    """The groups of content/groups, by number."""
    folder = sorted((_CONTENT / "groups").iterdir(), key=lambda one: one.name)
    return tuple(_circle(path.read_text(encoding="utf-8")) for path in folder)


def _circle(text: str) -> Circle:
    head, came, said = text.strip().split("\n\n")
    return Circle(
        head=next(_blocks(head)),
        came=tuple(map(_post, came.splitlines())),
        said=tuple(map(_post, said.splitlines())),
    )


def _space(text: str) -> Space:
    head, *threads = text.strip().split("\n\n")
    return Space(head=next(_blocks(head)), threads=tuple(map(_thread, threads)))


def _thread(text: str) -> Thread:
    """Three lines of what it is, then a line for each post."""
    lines = text.splitlines()
    head = next(_blocks("\n".join(lines[:3])))
    return Thread(head=head, posts=tuple(map(_post, lines[3:])))


def _post(written: str) -> Post:
    """ "Name: words" begins; "Name +3h: words" comes three hours after the one before, and "Name ^2
    +3h: words" answers the post two before. A new line within the words is written as \\n."""
    who, text = written.split(":", 1)
    found = _POST.fullmatch(who)
    if found is None:
        raise ValueError(f"who wrote this, and when? {written!r}")
    return Post(
        who=found["who"],
        text=text.strip().replace("\\n", "\n"),
        pause=length(found["pause"] or "0m"),
        answers=int(found["answers"] or 0),
    )


def _blocks(text: str) -> Iterator[Written]:
    for block in text.strip().split("\n\n"):
        pairs = (line.split(":", 1) for line in block.splitlines())
        yield Written(values={key.strip(): value.strip() for key, value in pairs})


def _dialogue(language: str, path: Traversable) -> Dialogue:
    head, script = path.read_text(encoding="utf-8").split("\n\n", 1)
    return Dialogue(
        name=path.name.removesuffix(".txt"),
        language=language,
        head=next(_blocks(head)),
        lines=tuple(_line(line) for line in script.strip().splitlines()),
    )


def _line(written: str) -> Line:
    """ "m +3d: words", "s @2h: words", "m close: words"; "s ^2: words" answers the line two before;
    "m =hope: words" gets that reaction; "m: first words -> words" was changed; "m -: words" was taken
    back; a star at the end: it gets reported."""
    who, text = written.split(":", 1)
    side, *marks = who.split()
    marked = {mark[0]: mark[1:] for mark in marks}
    if side not in ("m", "s"):
        raise ValueError(f"a line begins with m or s: {written!r}")
    before, _arrow, text = text.strip().rpartition(" -> ")
    return Line(
        side=side,
        text=text.removesuffix("*").strip(),
        before=before,
        deleted="-" in marked,
        pause=length(marked["+"]) if "+" in marked else None,
        before_end=length(marked["@"]) if "@" in marked else None,
        answers=int(marked.get("^", 0)),
        reaction=marked.get("=", ""),
        closing="close" in marks,
        reported=text.endswith("*"),
    )
