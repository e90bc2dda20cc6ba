"""Who is listening to a topic now, and what they signal ("typing"): told, never stored.

Both are told as they stand, at once when it is quiet and rarer the bigger the topic is, so that a
thousand people coming back together cost a few frames and not a million.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from hearten.foundation.live import Listener
from hearten.gateway import protocol

NAMED = 50
"""People named in one presence frame; the count is always whole."""
PAUSE = 0.1
"""Seconds between two tellings, at least."""
SHARE = 20
"""A telling's pause is at least this many times what it took."""


class Gathering:
    """The people of one topic on this gateway."""

    def __init__(self, topic: str, tell: Callable[[bytes], None], *, presence: bool) -> None:
        self._topic = topic
        self._tell = tell
        self._presence = presence
        self._here: Counter[UUID] = Counter()
        self._names: dict[UUID, str] = {}
        self._signals: dict[tuple[UUID, str], str] = {}
        self._changed = False
        self._timer: asyncio.TimerHandle | None = None

    def came(self, listener: Listener) -> None:
        """One more page of this person listens. Everybody is told, the newcomer with them."""
        self._here[listener.account_id] += 1
        self._names[listener.account_id] = listener.pseudonym
        self._changed = self._presence
        self._soon()

    def went(self, listener: Listener) -> None:
        """One page of this person listens no more."""
        self._here[listener.account_id] -= 1
        if self._here[listener.account_id] <= 0:
            del self._here[listener.account_id]
            self._names.pop(listener.account_id, None)
            self._signals = {k: v for k, v in self._signals.items() if k[0] != listener.account_id}
            self._changed = self._presence
        self._soon()

    def signal(self, listener: Listener, name: str) -> None:
        """This person signals; doing it again before it was told changes nothing."""
        self._signals[(listener.account_id, name)] = listener.pseudonym
        self._soon()

    def close(self) -> None:
        """Nobody is left to tell."""
        if self._timer:
            self._timer.cancel()

    def _soon(self) -> None:
        if self._timer is None and (self._changed or self._signals):
            self._timer = asyncio.get_running_loop().call_later(0, self._say)

    def _say(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        frames = list(self._frames())
        self._changed, self._signals = False, {}
        for frame in frames:
            self._tell(frame)
        pause = max(PAUSE, SHARE * (loop.time() - started))
        self._timer = loop.call_later(pause, self._rested)

    def _rested(self) -> None:
        self._timer = None
        self._soon()

    def _frames(self) -> Iterator[bytes]:
        if self._changed:
            yield self._presence_frame()
        if self._signals:
            yield self._signals_frame()

    def _presence_frame(self) -> bytes:
        here = [{"id": str(id_), "who": self._names[id_]} for id_ in list(self._here)[:NAMED]]
        return protocol.encode("presence", topic=self._topic, count=len(self._here), here=here)

    def _signals_frame(self) -> bytes:
        signals = [
            {"name": name, "id": str(id_), "who": who} for (id_, name), who in self._signals.items()
        ]
        return protocol.encode("signals", topic=self._topic, signals=signals)
