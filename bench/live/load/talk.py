"""What is put on every server: so many messages on their way, or so many a second."""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from bench.live.load.texts import percentile

DRAIN = 60.0


class Hears(Protocol):
    """Somebody in the room."""

    count: int
    """Messages they have heard."""


class Talk:
    """People in one room, and what they have sent and heard."""

    people: Sequence[Hears]

    def __init__(self, orders: dict) -> None:
        self.orders = orders
        self.sent = self.reported = 0
        self.sent_at: dict[bytes, float] = {}
        self.latencies: list[float] = []

    async def fill(self) -> None:
        """Connect everybody."""
        raise NotImplementedError

    def say(self, then: Callable[[], None]) -> None:
        """The next person says something; `then` runs when they hear it themselves."""
        raise NotImplementedError

    def faults(self) -> int:
        """People who did not hear every message exactly once."""
        raise NotImplementedError

    def begin(self, load: dict) -> None:
        """Called before each load."""

    def more(self) -> dict:
        """What else a round has shown."""
        return {}

    def note(self, ids: list[bytes]) -> None:
        """A witness heard these."""
        now = time.perf_counter()
        self.latencies += [now - self.sent_at[id_] for id_ in ids if id_ in self.sent_at]

    async def in_flight(self, slots: int, seconds: float) -> None:
        """Keep this many messages on their way; a slot is free when its sender hears the message."""
        until = time.perf_counter() + seconds

        def again() -> None:
            if time.perf_counter() < until:
                self.say(again)

        for _ in range(slots):
            self.say(again)
        await asyncio.sleep(seconds)

    async def paced(self, rate: float, seconds: float) -> None:
        """This many messages a second, whatever comes back."""
        start = time.perf_counter()
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, start + n / rate - time.perf_counter()))
            self.say(lambda: None)
        await asyncio.sleep(max(0.0, start + seconds - time.perf_counter()))

    async def run(self, load: dict, seconds: float) -> None:
        """Put a load on for a while."""
        if "rate" in load:
            await self.paced(load["rate"], seconds)
        else:
            await self.in_flight(load["slots"], seconds)

    async def drained(self) -> None:
        """Wait until everybody has heard everything."""
        until = time.perf_counter() + DRAIN
        while any(person.count < self.sent for person in self.people):
            if time.perf_counter() > until:
                break
            await asyncio.sleep(0.05)

    async def round(self, load: dict) -> dict:
        """Measure one round of a load, from a quiet room to a quiet room."""
        self.latencies.clear()
        before, sent_before = sum(p.count for p in self.people), self.sent
        print(json.dumps({"mark": "begin"}), flush=True)
        started = time.perf_counter()
        await self.run(load, self.orders["seconds"])
        took = time.perf_counter() - started
        deliveries = sum(p.count for p in self.people) - before
        print(json.dumps({"mark": "end"}), flush=True)
        await self.drained()
        sent, self.reported = self.sent - self.reported, self.sent
        return {
            "deliveries": deliveries / took,
            "sends": deliveries / took / len(self.people),
            "p50": percentile(self.latencies, 0.5),
            "p99": percentile(self.latencies, 0.99),
            "asked": (self.sent - sent_before) / took,
            "seconds": took,
            "faults": self.faults(),
            "sent": sent,
            **self.more(),
        }


async def play(talk_of: Callable[[dict], Talk]) -> None:
    """Fill the room, warm it up, then measure what is ordered."""
    orders = json.loads(sys.stdin.readline())
    talk = talk_of(orders)
    await talk.fill()
    print(json.dumps({"mark": "filled"}), flush=True)
    gc.disable()
    await talk.run(orders["loads"][0], orders["warm_up"])
    await talk.drained()
    for load in orders["loads"]:
        talk.begin(load)
        result = await talk.round(load)
        gc.collect()
        print(json.dumps({"load": load["name"], **result}), flush=True)
