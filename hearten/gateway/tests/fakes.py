"""Stand-ins for what the gateway is handed: a domain kept in a list, a socket kept in a list."""

import asyncio
import json
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from hearten.foundation.live import (
    CommandKind,
    Done,
    Event,
    Frame,
    Listener,
    Refused,
    TopicKind,
    Written,
)


def listener(pseudonym: str = "Wren") -> Listener:
    """Somebody signed in."""
    return Listener(account_id=uuid4(), session_id=uuid4(), pseudonym=pseudonym)


class Domain:
    """A domain with one kind of topic, "talk", whose history is a list for each key."""

    def __init__(self) -> None:
        self.history: dict[str, list[Event]] = {}
        self.banned: set[tuple[UUID, str]] = set()
        self.over: set[str] = set()
        self.held: set[str] = set()
        """Keys that somebody else holds: who waits for them gets them."""
        self.batches: list[list[UUID]] = []
        self.runs: list[list[str]] = []
        """The keys of each run."""
        self.waited: list[list[str]] = []
        """Those of the runs that would have waited."""
        self.readings: list[tuple[str, int, int]] = []
        self.lock = threading.Lock()
        self.before_run: Callable[[str, Sequence[Frame]], None] = lambda key, frames: None
        self.done: dict[UUID, Event] = {}

    def write(self, key: str, text: str) -> Event:
        """Write one event as another process would."""
        with self.lock:
            events = self.history.setdefault(key, [])
            event = {"seq": len(events) + 1, "kind": "said", "text": text}
            events.append(event)
            return event

    def newest(self, key: str) -> int:
        return len(self.history.get(key, ()))

    def events_after(self, key: str, after: int, most: int) -> list[Event]:
        self.readings.append((key, after, most))
        return self.history.get(key, [])[after : after + most]

    def may_listen(self, who: Listener, key: str) -> bool:
        return self.may_catch_up(who, key, over=False)

    def may_catch_up(self, who: Listener, key: str, *, over: bool = True) -> bool:
        known = key in self.history and (who.account_id, key) not in self.banned
        return known and (key in self.over) is over

    def run(self, frames: Mapping[str, Sequence[Frame]], wait: bool) -> dict[str, Written]:
        """As a transaction: nothing is written when one of the keys cannot be."""
        free = {key: some for key, some in frames.items() if wait or key not in self.held}
        self.runs.append([*free])
        if wait:
            self.waited.append([*free])
        for key, some in free.items():
            self.batches.append([frame.client_id for frame in some])
            self.before_run(key, some)
        return {key: self._run(key, some) for key, some in free.items()}

    def _run(self, key: str, frames: Sequence[Frame]) -> Written:
        answers: list[Done | Refused] = []
        events: list[Event] = []
        for frame in frames:
            text = frame.data.get("text")
            if not isinstance(text, str):
                answers.append(Refused(code="invalid", message="Please write something."))
                continue
            if frame.client_id not in self.done:
                self.done[frame.client_id] = self.write(key, text)
                events.append(self.done[frame.client_id])
            answers.append(Done(result={"seq": self.done[frame.client_id]["seq"]}))
        return answers, events

    @property
    def kind(self) -> TopicKind:
        return TopicKind(
            name="talk",
            may_listen=self.may_listen,
            may_catch_up=self.may_catch_up,
            newest=self.newest,
            events_after=self.events_after,
            signals=frozenset({"typing"}),
            presence=True,
        )

    @property
    def command(self) -> CommandKind:
        return CommandKind(name="say", topic="talk", run=self.run)


PERSON = TopicKind(
    name="person",
    may_listen=lambda who, key: key == str(who.account_id),
    newest=lambda key: 0,
    events_after=lambda key, after, most: [],
)


class Inline:
    """A Runner that runs at once, in the loop, giving others a turn first."""

    def __init__(self) -> None:
        self.down: Exception | None = None

    async def read(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0)
        if self.down:
            raise self.down
        return function(*args, **kwargs)

    write = read


class FakeWire:
    """A socket whose other end reads when told to."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.waiting = 0
        self.closed: int | None = None
        self.reads = asyncio.Event()
        self.reads.set()

    def write(self, frame: bytes, most: int) -> bool:
        if self.waiting > most:
            return False
        self.frames.append(json.loads(payload(frame)))
        if not self.reads.is_set():
            self.waiting += len(frame)
        return True

    keep = write

    async def drained(self) -> None:
        await self.reads.wait()

    def close(self, code: int, reason: str, patience: float) -> None:
        self.closed = code

    def stall(self) -> None:
        """The other end stops reading."""
        self.reads.clear()

    def of(self, t: str) -> list[dict[str, Any]]:
        """The frames of one type."""
        return [frame for frame in self.frames if frame["t"] == t]

    def events(self) -> list[Event]:
        """All events heard, in order."""
        return [event for frame in self.of("events") for event in frame["events"]]


def payload(frame: bytes) -> bytes:
    """What is inside a whole unmasked text message."""
    assert frame[0] == 0x81
    size = frame[1]
    if size < 126:
        body, given = frame[2:], size
    elif size == 126:
        body, given = frame[4:], int.from_bytes(frame[2:4], "big")
    else:
        body, given = frame[10:], int.from_bytes(frame[2:10], "big")
    assert len(body) == given
    return body


async def turns(count: int = 20) -> None:
    """Let everything that is ready run."""
    for _ in range(count):
        await asyncio.sleep(0)


def everybody(sessions: Collection[UUID]) -> Collection[UUID]:
    """All sessions are valid."""
    return sessions


class Alone:
    """There are no other gateways."""

    any = False

    def follow(self, topic: str, gathering: object) -> None:
        pass

    def unfollow(self, topic: str) -> None:
        pass

    def tell(self, topic: str, **_: object) -> None:
        raise AssertionError("nobody is there to be told")

    async def names(self, ids: Collection[UUID]) -> dict[UUID, str]:
        raise AssertionError("everybody is here, and their names are known")
