"""One topic's stream: every listener gets every event once, in order, without gaps.

The invariant everything rests on: each listener in `listening` has had exactly the events up to
`delivered`. A new listener reads by itself until it is there, and only then joins; from then on one
pump feeds them all, from what this gateway has just written or else from the database. A lost
notice therefore costs time and never an event.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hearten.foundation.live import Event, Reading, TopicKind
from hearten.gateway import protocol
from hearten.gateway.asking import Questions, Together

log = logging.getLogger(__name__)

CHUNK = 200
"""Recipients written to before other work gets its turn."""
FEW = 20
"""Recipients who are written to at once, without a task to do it: together with the answer to whoever
wrote, so that both leave in one write to the socket."""
SETTLING = 0.25
"""Seconds a notice waits for our own run on the topic, which mostly brings the same events: PostgreSQL
tells of a commit before the run has come back."""
RETRY = 0.5
"""Seconds until the database is asked again after it failed."""
REST = 0.5
"""After sending to everybody the topic rests this many times as long as that took: what comes
meanwhile leaves as one frame. A small topic hardly rests, a big and busy one leaves a third of the
time to the others."""


class Ear(Protocol):
    """Somebody listening."""

    hear: Callable[[bytes], None]
    """Takes a whole WebSocket frame; never waits and never raises."""


@dataclass(slots=True)
class Telling:
    """One frame on its way to everybody, some of whom have it already."""

    ears: Sequence[Ear]
    before: int
    """What each of them has had without it."""
    last: int
    """Its last event."""
    told: int = 0
    """How many of them have it, from the front."""

    def had(self, ear: Ear) -> int | None:
        """The newest event a listener has had; None when this frame is not for them."""
        if ear not in self.ears:
            return None
        return self.last if self.ears.index(ear) < self.told else self.before


class Topic:
    """A topic somebody listens to here. Lives in the event loop."""

    def __init__(
        self,
        name: str,
        kind: TopicKind,
        asked: Questions,
        page: int,
    ) -> None:
        self.name = name
        self.kind = kind
        self.key = protocol.split(name)[1]
        self.listening: dict[Ear, None] = {}
        self.delivered = 0
        self._asked = asked
        self._page = page
        self._newest = 0
        self._fresh: list[Event] = []
        self._writing = self._settled = False
        self._settling: asyncio.TimerHandle | None = None
        self._rest_until = 0.0
        self._telling: Telling | None = None
        self._pump: asyncio.Task[None] | None = None
        self._pages: dict[tuple[int, int], asyncio.Future[Sequence[Event]]] = {}
        self._opening: asyncio.Future[None] | None = None

    # Joining

    async def open(self) -> None:
        """Learn where the stream stands. Everybody who comes meanwhile waits for the same answer;
        a failure is raised to all of them, and the next one asks again."""
        if self._opening is None or _failed(self._opening):
            self._opening = asyncio.ensure_future(self._begin())
        await asyncio.shield(self._opening)

    async def _begin(self) -> None:
        # Not in a callback: whoever comes between the answer and its callbacks would go on from 0.
        self.delivered = await self.ask_newest()

    async def ask_newest(self) -> int:
        """The number of its newest event, from the domain."""
        return await self._asked.newest.ask(self.key)

    async def page_after(self, after: int, upto: int) -> Sequence[Event]:
        """The next events after a number, none of them above `upto`. A herd that comes back to one
        place shares one reading."""
        place = (after, min(self._page, upto - after))
        if place not in self._pages:
            self._pages[place] = asyncio.ensure_future(self._read(self._asked.pages, *place))
            self._pages[place].add_done_callback(lambda _: self._pages.pop(place))
        return await asyncio.shield(self._pages[place])

    def join(self, ear: Ear) -> None:
        """Feed this listener from now on. They must have had everything up to `delivered`."""
        self.listening[ear] = None
        self._wake()

    def leave(self, ear: Ear) -> None:
        """Feed this listener no more, at once."""
        self.listening.pop(ear, None)

    def had(self, ear: Ear) -> int:
        """The newest event a listener has had, also in the middle of a telling."""
        had = self._telling.had(ear) if self._telling else None
        return self.delivered if had is None else had

    # Learning that there is more

    def noticed(self, seq: int) -> None:
        """The stream has events up to `seq`, says the bus or the database."""
        self._newest = max(self._newest, seq)
        self._wake()

    def heard_of(self, seq: int) -> bool:
        """Whether a notice of that number has come already, or something newer."""
        return seq <= max(self._newest, self.delivered)

    def writes(self) -> None:
        """This gateway begins to write to the topic."""
        self._writing, self._settled = True, False

    def wrote(self, events: Sequence[Event]) -> None:
        """It is done, and these are the new events, committed."""
        self._writing = False
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
        for event in events:
            last = self._fresh[-1]["seq"] if self._fresh else self.delivered
            if event["seq"] == last + 1 and self.listening:
                self._fresh.append(event)
            self._newest = max(self._newest, event["seq"])
        self._wake()

    # Feeding

    def _wake(self) -> None:
        if self._pump is not None or not self._more():
            return
        if self._awaits_run():
            if self._settling is None:
                self._settling = asyncio.get_running_loop().call_later(SETTLING, self._settle)
        elif len(self.listening) <= FEW and (events := self._take_fresh()):
            self._give_few(events)
            self._wake()  # another gateway may have written on, whose notice came before our run
        else:
            self._pump = asyncio.ensure_future(self._feed())

    def _more(self) -> bool:
        return bool(self.listening) and self._newest > self.delivered

    def _awaits_run(self) -> bool:
        """Whether what is new is most likely what our own run is about to bring."""
        return self._writing and not self._settled and not self._fresh

    def _settle(self) -> None:
        self._settling, self._settled = None, True
        self._wake()

    async def _feed(self) -> None:
        try:
            while self._more() and not self._awaits_run():
                await self._feed_once()
        finally:
            self._pump = None
        self._wake()

    async def _feed_once(self) -> None:
        loop = asyncio.get_running_loop()
        if (rest := self._rest_until - loop.time()) > 0:
            await asyncio.sleep(rest)
        try:
            events = await self._next()
        except Exception as error:
            log.warning("%s cannot be read now: %s", self.kind.name, type(error).__name__)
            await asyncio.sleep(RETRY)
            return
        if not events:  # the notice promised more than there is: the database is right
            self._newest = self.delivered
            return
        started = loop.time()
        await self._give(events)
        self._rest_until = loop.time() + REST * (loop.time() - started)

    async def _next(self) -> Sequence[Event]:
        return self._take_fresh() or await self._read(self._asked.news, self.delivered, self._page)

    def _take_fresh(self) -> Sequence[Event]:
        fresh, self._fresh = self._fresh, []
        return [event for event in fresh if event["seq"] > self.delivered]

    async def _read(
        self, asked: Together[Reading, Sequence[Event]], after: int, most: int
    ) -> Sequence[Event]:
        events = await asked.ask((self.key, after, most))
        if [event["seq"] for event in events] != list(range(after + 1, after + 1 + len(events))):
            raise RuntimeError(f"the events of {self.kind.name} have a gap")
        return events

    def _give_few(self, events: Sequence[Event]) -> None:
        self.delivered = events[-1]["seq"]
        for _last, payload in protocol.encode_events(self.name, events):
            frame = protocol.websocket_text(payload)
            for ear in tuple(self.listening):
                ear.hear(frame)

    async def _give(self, events: Sequence[Event]) -> None:
        before, self.delivered = self.delivered, events[-1]["seq"]
        # Whoever joins during this has had these events by their own reading, so not to them.
        ears = tuple(self.listening)
        try:
            for last, payload in protocol.encode_events(self.name, events):
                self._telling = Telling(ears, before, last)
                await self._tell(self._telling, protocol.websocket_text(payload))
                before = last
        finally:
            self._telling = None

    async def _tell(self, telling: Telling, frame: bytes) -> None:
        for start in range(0, len(telling.ears), CHUNK):
            for ear in telling.ears[start : start + CHUNK]:
                if ear in self.listening:
                    ear.hear(frame)
            telling.told = start + CHUNK
            await asyncio.sleep(0)


def _failed(future: "asyncio.Future[None]") -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)
