"""Many pairs who write at once: how many messages are committed in a second, and how long one takes.

A message counts when its sender is told that it is committed. Both of a pair listen and check that
everything comes once and in order.
"""

import asyncio
import gc
import json
import sys
import time

import uvloop

from bench.live.load.listener import Listener
from bench.live.load.texts import client_ids, percentile, text

DRAIN = 30.0
TICK = 0.005


class Person(Listener):
    """One of a pair."""

    def __init__(self, *given) -> None:
        super().__init__(*given)
        self.ready = asyncio.get_running_loop().create_future()

    def came(self) -> None:
        self.ready.set_result(None)


class Pairs:
    """Everybody, and what they have sent."""

    def __init__(self, orders: dict) -> None:
        self.orders = orders
        self.ids = client_ids()
        self.people: list[tuple[Person, Person]] = []
        self.sent = self.committed = 0
        self.expected = [0] * len(orders["pairs"])
        self.latencies: list[float] = []

    async def fill(self) -> None:
        """Connect everybody, some at a time."""
        for start in range(0, len(self.orders["pairs"]), 25):
            group = []
            for place, (id_, keys) in enumerate(self.orders["pairs"][start : start + 25], start):
                topic = f"conversation:{id_}"
                group.append(
                    [
                        await self._connect(key, topic, place >> side)
                        for side, key in enumerate(keys)
                    ]
                )
            for pair in group:
                for person in pair:
                    await person.ready
            self.people += group

    async def _connect(self, key: str, topic: str, place: int) -> Person:
        """At one of the gateways: every other pair sits at two of them."""
        loop = asyncio.get_running_loop()
        ports = self.orders["ports"]
        _, person = await loop.create_connection(
            lambda: Person(key, topic), "127.0.0.1", ports[place % len(ports)]
        )
        return person

    def say(self, due: float, then=None) -> None:
        """The next pair's next one writes; its time runs from when it was due."""
        place = self.sent % len(self.people)
        one = self.people[place][self.sent // len(self.people) % 2]
        self.expected[place] += 1
        self.sent += 1

        def done() -> None:
            self.committed += 1
            self.latencies.append(time.perf_counter() - due)
            if then:
                then()

        one.do(next(self.ids), text(self.sent), done)

    async def in_flight(self, slots: int, seconds: float) -> float:
        """Keep this many on their way; messages committed a second."""
        until = time.perf_counter() + seconds
        before = self.committed

        def again() -> None:
            if time.perf_counter() < until:
                self.say(time.perf_counter(), again)

        for _ in range(slots):
            again()
        await asyncio.sleep(seconds)
        return (self.committed - before) / seconds

    async def paced(self, rate: float, seconds: float) -> float:
        """This many a second, whatever comes back; messages committed a second."""
        before, start = self.committed, time.perf_counter()
        sent = 0
        while (passed := time.perf_counter() - start) < seconds:
            while sent < passed * rate:
                self.say(start + sent / rate)
                sent += 1
            await asyncio.sleep(TICK)
        return (self.committed - before) / passed

    async def drained(self) -> None:
        """Wait until everything is committed and heard by both."""
        until = time.perf_counter() + DRAIN
        while time.perf_counter() < until and self.faults():
            await asyncio.sleep(0.05)

    def faults(self) -> int:
        """People who have not heard everything once and in order, and messages not committed."""
        bad = sum(
            person.seq != expected or person.wrong > 0
            for pair, expected in zip(self.people, self.expected, strict=True)
            for person in pair
        )
        return bad + self.sent - self.committed

    async def measure(self, load: dict) -> dict:
        """One load, from a quiet start to a quiet end."""
        self.latencies.clear()
        print(json.dumps({"mark": "begin"}), flush=True)
        seconds = self.orders["seconds"]
        if "rate" in load:
            rate = await self.paced(load["rate"], seconds)
        else:
            rate = await self.in_flight(load["slots"], seconds)
        print(json.dumps({"mark": "end"}), flush=True)
        await self.drained()
        return {
            "sends": rate,
            "p50": percentile(self.latencies, 0.5),
            "p99": percentile(self.latencies, 0.99),
            "seconds": seconds,
            "sent": self.sent,
            "faults": self.faults(),
        }


async def main() -> None:
    """As much as it takes, and then half of that."""
    orders = json.loads(sys.stdin.readline())
    pairs = Pairs(orders)
    await pairs.fill()
    gc.disable()
    await pairs.in_flight(orders["slots"], orders["warm_up"])
    await pairs.drained()
    most = await pairs.measure({"slots": orders["slots"]})
    print(json.dumps({"load": "most", **most}), flush=True)
    gc.collect()
    half = await pairs.measure({"rate": most["sends"] / 2})
    print(json.dumps({"load": "half", **half}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
