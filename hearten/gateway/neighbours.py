"""The other gateways of this installation: who is there, and what each was told.

Nobody keeps a list of gateways. Each says every so often that it is there; whoever hears of one
for the first time tells it everything, and one that falls silent is forgotten with everybody it told
of. A gateway alone says nothing else.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID, uuid4

from hearten.gateway.bus import Bus
from hearten.gateway.gathering import Gathering
from hearten.gateway.threads import Runner
from hearten.gateway.whispers import Signalled, Whisper, in_pieces, read

log = logging.getLogger(__name__)

BEAT = 2.0
"""Seconds between two signs of life."""
SILENT = 7.0
"""Seconds without one after which a gateway counts as gone."""
REPEAT = 60.0
"""Seconds after which everything is told again, for what was lost unnoticed."""
AT_ONCE = 200
"""Topics told of before the bus gets its turn."""

Names = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""The pseudonyms of these accounts, of those there are."""


class Neighbours:
    """See gathering.Others. Lives in the event loop."""

    def __init__(self, bus: Bus, runner: Runner, names: Names, clock: Callable[[], float]) -> None:
        self.id = uuid4().hex
        self._bus = bus
        self._runner = runner
        self._names = names
        self._clock = clock
        self._heard_at: dict[str, float] = {}
        self._gatherings: dict[str, Gathering] = {}
        self._beaten_at = self._told_at = clock()
        self._telling: asyncio.Task[None] | None = None
        self._tell_again = False

    async def run(self) -> None:
        """Say that this gateway is here until cancelled."""
        while True:
            self.beat()
            await asyncio.sleep(BEAT)

    def beat(self) -> None:
        """One sign of life; and what has to be done every so often."""
        now, before = self._clock(), self._beaten_at
        self._beaten_at = now
        self._say(Whisper(by=self.id))
        # After a standstill of this process what others said waits to be heard.
        if now - before < 2 * BEAT:
            for gateway in [one for one, at in self._heard_at.items() if now - at > SILENT]:
                self._lost(gateway)
        if self.any and now - self._told_at > REPEAT:
            self._tell_all()

    def heard(self, text: str) -> None:
        """Something came by the bus. Whatever it is, hearing goes on."""
        try:
            self._take(text)
        except Exception as error:
            log.error("a whisper cannot be taken: %s", type(error).__name__)

    def _take(self, text: str) -> None:
        whisper = read(text)
        if whisper is None or whisper.by == self.id:
            return
        new = whisper.by not in self._heard_at
        self._heard_at[whisper.by] = self._clock()
        if new:
            # It may know of us and have told what nobody here followed yet.
            self._say(Whisper(by=self.id, asks=True))
        if new or (whisper.asks and not whisper.topic):
            self._tell_all()
        gathering = self._gatherings.get(whisper.topic)
        if gathering is None:
            return
        if whisper.asks:
            gathering.tell_others_all()
        else:
            gathering.heard(whisper)

    def missed(self) -> None:
        """The bus is (back) here, and something may have been lost, either way."""
        self._say(Whisper(by=self.id, asks=True))
        if self.any:
            self._tell_all()

    @property
    def any(self) -> bool:
        """See Others."""
        return bool(self._heard_at)

    def follow(self, topic: str, gathering: Gathering) -> None:
        """See Others."""
        self._gatherings[topic] = gathering
        self._bus.follow(topic)
        if self.any:
            self._say(Whisper(by=self.id, topic=topic, asks=True))

    def unfollow(self, topic: str) -> None:
        """See Others."""
        self._gatherings.pop(topic, None)
        self._bus.unfollow(topic)

    def tell(
        self,
        topic: str,
        *,
        here: Sequence[UUID] = (),
        gone: Sequence[UUID] = (),
        signals: Sequence[Signalled] = (),
        whole: bool = False,
    ) -> None:
        """See Others."""
        self._say(
            Whisper(by=self.id, topic=topic, here=here, gone=gone, signals=signals, whole=whole)
        )

    async def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """See Others."""
        return await self._runner.read(self._names, ids)

    def _say(self, whisper: Whisper) -> None:
        for piece in in_pieces(whisper):
            self._bus.whisper(piece, topic=whisper.topic)

    def _lost(self, gateway: str) -> None:
        log.warning("another gateway is silent")
        del self._heard_at[gateway]
        for gathering in tuple(self._gatherings.values()):
            gathering.lost(gateway)

    def _tell_all(self) -> None:
        self._told_at = self._clock()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.ensure_future(self._tell_one_by_one())
        else:
            self._tell_again = True

    async def _tell_one_by_one(self) -> None:
        again = True
        while again:
            self._tell_again = False
            for number, gathering in enumerate(tuple(self._gatherings.values()), 1):
                gathering.tell_others_all()
                # Not more than the bus takes in: what waits beyond its bound is lost.
                await asyncio.sleep(0 if number % AT_ONCE else 0.05)
            again = self._tell_again
