"""The hash chain over the record: what is hashed, and what a broken chain is called. No Django.

docs/concepts/audit.md describes it for people who check it with other tools; a test runs the program
printed there. Changing a byte of it breaks every chain there is.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

LABEL = "hearten audit seal 1"
"""Which algorithm. Another way of hashing is another label, for seals from then on."""
SEAL_MOST = 1000
"""Events in one seal."""
PRINT_BYTES = 4
"""Of each event's digest, kept beside the seal: enough to say which event was changed. What proves
that none was is the seal's whole hash."""
LATE = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WrongAnchor(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """What was kept outside cannot be read as an anchor."""


@dataclass(frozen=True, slots=True)
class Head:
    """A place in the chain, and the hash that stands for all that is before it."""

    position: int
    hash: bytes
    at: datetime

    def as_anchor(self) -> str:
        """One line of JSON to be kept where nobody reaches who reaches the database."""
        return json.dumps(
            {"position": self.position, "hash": self.hash.hex(), "at": self.at.isoformat()}
        )

    @classmethod
    def from_anchor(cls, line: str) -> Self:
        """Read such a line."""
        try:
            held = json.loads(line)
            head = cls(
                int(held["position"]),
                bytes.fromhex(held["hash"]),
                datetime.fromisoformat(held["at"]),
            )
        except (ValueError, TypeError, KeyError) as error:
            raise WrongAnchor(f"not an anchor: {line.strip()[:80]!r}") from error
        if head.position < 1 or len(head.hash) != 32 or head.at.tzinfo is None:
            raise WrongAnchor(f"not an anchor: {line.strip()[:80]!r}")
        return head


BEFORE_THE_FIRST = Head(position=0, hash=bytes(32), at=_EPOCH)


@dataclass(frozen=True, slots=True)
class Link:
    """One seal as it is stored."""

    position: int
    previous: bytes
    at: datetime
    ids: Sequence[int]
    prints: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        """The chain up to here."""
        return Head(self.position, self.hash, self.at)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole record found."""

    head: Head
    events: int
    late: int = 0
    waiting: int = 0
    fault: str | None = None

    def in_words(self) -> str:
        """One line for the operator."""
        if self.fault is not None:
            return f"broken: {self.fault} (what is before it holds: {self._held()})"
        late = f", sealed over an hour after their own time: {self.late:,}" if self.late else ""
        return f"whole ({self._held()}, not sealed yet: {self.waiting:,}{late})"

    def _held(self) -> str:
        return f"events: {self.events:,}, seals: {self.head.position:,}"


def late_under(link: Link, lines: Mapping[int, str]) -> int:
    """How many of a seal's events bear a time long before it: the sealer stood still, they were
    seeded with a time in the past, or somebody added them."""
    latest = (link.at - LATE).timestamp()
    times = (lines[event_id].split(", ", 2)[1].strip('"') for event_id in link.ids)
    return sum(float(seconds) < latest for seconds in times)


def link_after(head: Head, lines: Mapping[int, str], *, at: datetime) -> Link:
    """The seal over these events, canonical lines by id, that follows `head`."""
    ids = sorted(lines)
    digests = [_digest(lines[event_id]) for event_id in ids]
    position = head.position + 1
    return Link(
        position, head.hash, at, ids, _prints(digests), _hash(position, at, head.hash, digests)
    )


def fault_in(link: Link, *, after: Head, lines: Mapping[int, str]) -> str | None:
    """What is wrong with a seal that should follow `after` over the stored `lines`, in words, or
    None if it holds. The first thing that is wrong, in the order of the record."""
    if link.position != after.position + 1:
        return f"seal {after.position + 1} is missing, seal {link.position} comes next"
    if link.previous != after.hash:
        return (
            f"seal {link.position} does not follow seal {after.position}: seals were put in another"
            " order, taken out or added"
        )
    digests = [_digest(lines[event_id]) for event_id in link.ids if event_id in lines]
    hashes = _hash(link.position, link.at, link.previous, digests) == link.hash
    prints = _prints(digests) == link.prints
    if hashes and prints:
        return None
    if hashes or prints or len(link.prints) != PRINT_BYTES * len(link.ids):
        return f"seal {link.position} itself was changed"
    return f"seal {link.position}: {_first_wrong(link, lines)}"


def _first_wrong(link: Link, lines: Mapping[int, str]) -> str:
    """Which event does not fit its print, and how."""
    for number, event_id in enumerate(link.ids):
        print_ = link.prints[number * PRINT_BYTES : (number + 1) * PRINT_BYTES]
        line = lines.get(event_id)
        if line is None:
            return f"event {event_id} was deleted"
        if _digest(line)[:PRINT_BYTES] != print_:
            return _wrong(event_id, print_, {i: lines[i] for i in link.ids if i in lines})
    raise AssertionError("called for a seal whose prints all fit")


def _wrong(event_id: int, print_: bytes, lines: Mapping[int, str]) -> str:
    for other_id, line in lines.items():
        moved_back = f"[{event_id}, {line.partition(', ')[2]}"
        if _digest(moved_back)[:PRINT_BYTES] == print_:
            return f"event {event_id} was put in another order: event {other_id} holds what it held"
    return f"event {event_id} was changed"


def _digest(line: str) -> bytes:
    return hashlib.sha256(line.encode()).digest()


def _prints(digests: Iterable[bytes]) -> bytes:
    return b"".join(digest[:PRINT_BYTES] for digest in digests)


def _hash(position: int, at: datetime, previous: bytes, digests: Sequence[bytes]) -> bytes:
    first = f"{LABEL}\n{position}\t{_seconds(at)}\t{previous.hex()}\n"
    rest = "".join(f"{digest.hex()}\n" for digest in digests)
    return hashlib.sha256(f"{first}{rest}".encode("ascii")).digest()


def _seconds(at: datetime) -> str:
    """Seconds since 1970 with six decimals, as PostgreSQL's extract(epoch FROM …) writes them."""
    whole, micros = divmod((at - _EPOCH) // timedelta(microseconds=1), 1_000_000)
    return f"{whole}.{micros:06d}"
