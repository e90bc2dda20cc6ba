"""Who is listening to a topic now, and what they signal ("typing"): told, never stored.

Both are told as they stand, at once when it is quiet and rarer the bigger the topic is, so that a
thousand people coming back together cost a few frames and not a million. The other gateways are
told in the same breath, and what they tell of theirs is told here.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from typing import Protocol
from uuid import UUID

from hearten.foundation.live import Listener
from hearten.gateway import protocol
from hearten.gateway.whispers import Signalled, Whisper

log = logging.getLogger(__name__)

NAMED = 50
"""People named in one presence frame; the count is always whole."""
PAUSE = 0.1
"""Seconds between two tellings, at least."""
SHARE = 20
"""A telling's pause is at least this many times what it took."""
NAMELESS = 1.0
"""Seconds until the names of people who came to other gateways are asked for again."""
DISBELIEVED = 120.0
"""Seconds for which nobody is believed about a person who was just told off the topic: another
gateway may not have heard of it. By then it has asked the domain itself, twice."""


class Others(Protocol):
    """The other gateways, as a gathering needs them."""

    @property
    def any(self) -> bool:
        """Whether there are any."""

    def follow(self, topic: str, gathering: "Gathering") -> None:
        """Hear from now on what they say of a topic, and of those who are there already."""

    def unfollow(self, topic: str) -> None:
        """Nobody listens here any more."""

    def tell(
        self,
        topic: str,
        *,
        here: Sequence[UUID] = (),
        gone: Sequence[UUID] = (),
        signals: Sequence[Signalled] = (),
        whole: bool = False,
    ) -> None:
        """Tell them what changed here, or everything."""

    async def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The names of people who came to other gateways."""


class Gathering:
    """The people of one topic, on this gateway and on the others."""

    def __init__(
        self,
        topic: str,
        tell: Callable[[bytes], None],
        *,
        others: Others,
        signals: Collection[str],
        presence: bool,
    ) -> None:
        self._topic = topic
        self._tell = tell
        self._others = others
        self._known_signals = signals
        self._presence = presence
        self._here: Counter[UUID] = Counter()
        self._there: dict[str, dict[UUID, None]] = {}
        self._coming: dict[str, dict[UUID, None]] = {}
        """What a gateway says in pieces, until all of them are there."""
        self._disbelieved: dict[UUID, float] = {}
        self._names: dict[UUID, str] = {}
        self._signals: dict[Signalled, None] = {}
        self._own_signals: dict[Signalled, None] = {}
        self._told: dict[UUID, None] = {}
        """Whom the others know to be here."""
        self._changed = self._moved = self._follows = False
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None

    # Here

    def came(self, listener: Listener) -> None:
        """One more page of this person listens. Everybody is told, the newcomer with them."""
        self._here[listener.account_id] += 1
        self._names[listener.account_id] = listener.pseudonym
        self._disbelieved.pop(listener.account_id, None)
        if not self._follows:
            self._follows = True
            self._others.follow(self._topic, self)
        self._stir()

    def went(self, listener: Listener) -> None:
        """One page of this person listens no more."""
        self._here[listener.account_id] -= 1
        if self._here[listener.account_id] <= 0:
            del self._here[listener.account_id]
            self._drop_signals_of(listener.account_id)
        self._stir()

    def signal(self, listener: Listener, name: str) -> None:
        """This person signals; doing it again before it was told changes nothing."""
        self._signals[(listener.account_id, name)] = None
        self._own_signals[(listener.account_id, name)] = None
        self._soon()

    def revoked(self, account_id: UUID) -> None:
        """This person may not listen any more: whatever others say of them is not believed for now."""
        self._disbelieved[account_id] = _now() + DISBELIEVED
        seen = [there for there in self._there.values() if account_id in there]
        for there in (*seen, *self._coming.values()):
            there.pop(account_id, None)
        self._drop_signals_of(account_id)
        if seen:
            self._stir()

    def close(self) -> None:
        """Nobody is left to tell."""
        for waiting in (self._timer, self._asking):
            if waiting:
                waiting.cancel()
        if self._told:
            self._others.tell(self._topic, gone=[*self._told])
        if self._follows:
            self._others.unfollow(self._topic)

    # There

    def heard(self, whisper: Whisper) -> None:
        """Another gateway tells of the same topic."""
        there = self._there.setdefault(whisper.by, {})
        before = set(there)
        if whisper.whole:
            there = self._take_whole(whisper)
        else:
            for id_ in whisper.gone:
                there.pop(id_, None)
            there.update(dict.fromkeys(filter(self._believed, whisper.here)))
        for id_, name in whisper.signals:
            if name in self._known_signals and id_ in there:
                self._signals[(id_, name)] = None
        if before != set(there):
            self._stir()
        self._soon()

    def _take_whole(self, whisper: Whisper) -> dict[UUID, None]:
        if not whisper.rest:  # the end of what was coming before may have been lost
            self._coming.pop(whisper.by, None)
        coming = self._coming.setdefault(whisper.by, {})
        coming.update(dict.fromkeys(filter(self._believed, whisper.here)))
        if not whisper.more:
            self._there[whisper.by] = self._coming.pop(whisper.by)
        return self._there[whisper.by]

    def _believed(self, account_id: UUID) -> bool:
        return self._disbelieved.get(account_id, 0.0) <= _now()

    def lost(self, gateway: str) -> None:
        """Another gateway is not there any more, nor is anybody it told of."""
        self._coming.pop(gateway, None)
        if self._there.pop(gateway, None):
            self._stir()

    def tell_others_all(self) -> None:
        """Somebody has to learn who is here, or may have missed some of it."""
        if self._here or self._told:
            self._told = dict.fromkeys(self._here)
            self._others.tell(self._topic, here=[*self._told], whole=True)

    def _tell_others(self) -> None:
        if self._others.any:
            gone = [id_ for id_ in self._told if id_ not in self._here]
            came = [id_ for id_ in self._here if id_ not in self._told]
            if came or gone or self._own_signals:
                signals = [*self._own_signals]
                self._others.tell(self._topic, here=came, gone=gone, signals=signals)
        self._told = dict.fromkeys(self._here) if self._others.any else {}
        self._moved, self._own_signals = False, {}

    # Telling

    def _drop_signals_of(self, account_id: UUID) -> None:
        for signals in (self._signals, self._own_signals):
            for signalled in [one for one in signals if one[0] == account_id]:
                del signals[signalled]

    def _stir(self) -> None:
        self._changed, self._moved = self._presence, True
        self._soon()

    def _soon(self) -> None:
        if self._timer is None and (self._changed or self._moved or self._signals):
            self._timer = asyncio.get_running_loop().call_later(0, self._say)

    def _say(self) -> None:
        self._tell_others()
        people = self._people()
        self._names = {id_: name for id_, name in self._names.items() if id_ in people}
        unknown = {*[*people][:NAMED], *(id_ for id_, _ in self._signals)} - self._names.keys()
        if unknown:
            self._asking = asyncio.ensure_future(self._ask_names(unknown))
        else:
            self._say_now(people)

    async def _ask_names(self, unknown: Set[UUID]) -> None:
        try:
            names = await self._others.names(unknown)
            self._names.update(names)
            for there in self._there.values():
                for id_ in unknown - names.keys():  # no such person (any more)
                    there.pop(id_, None)
        except Exception as error:
            log.warning("names cannot be asked now: %s", type(error).__name__)
        self._say_now(self._people())

    def _say_now(self, people: Mapping[UUID, None]) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        nameless = {*[*people][:NAMED]} - self._names.keys()
        frames = list(self._frames(people))
        self._changed, self._signals = self._presence and bool(nameless), {}
        for frame in frames:
            self._tell(frame)
        pause = max(PAUSE, SHARE * (loop.time() - started), NAMELESS if nameless else 0.0)
        self._timer = loop.call_later(pause, self._rested)

    def _rested(self) -> None:
        self._timer = None
        self._soon()

    def _people(self) -> dict[UUID, None]:
        people = dict.fromkeys(self._here)
        for there in self._there.values():
            people.update(there)
        return people

    def _frames(self, people: Mapping[UUID, None]) -> Iterator[bytes]:
        if self._changed:
            named = [id_ for id_ in [*people][:NAMED] if id_ in self._names]
            here = [{"id": str(id_), "who": self._names[id_]} for id_ in named]
            yield protocol.encode("presence", topic=self._topic, count=len(people), here=here)
        signals = [
            {"name": name, "id": str(id_), "who": self._names[id_]}
            for id_, name in self._signals
            if id_ in self._names
        ]
        if signals:
            yield protocol.encode("signals", topic=self._topic, signals=signals)


def _now() -> float:
    return asyncio.get_running_loop().time()
