"""The load: people in a room over raw sockets, in one process on one core.

A WebSocket library costs several times what the servers do. So the handshake and the few client
frames are written by hand, and what comes is not parsed but searched: every connection checks
every message's number by a regular expression, and a few witnesses also time each message.

Reads its orders as one JSON object from stdin and writes one JSON line per round.
"""

import asyncio
import gc
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count

import uvloop

SEQ = re.compile(rb'"seq": ?(\d+), ?"kind"')
ID = re.compile(rb'"id": ?"([0-9a-f-]{36})", ?"text"')
WORDS = "I slept a little better, and this morning I went outside before it got loud. "
WITNESSES = 10
DRAIN = 60.0


class Person(asyncio.Protocol):
    """One connection. Calls `seen(self, head)` with whole events only."""

    def __init__(self, room: "Room", key: str) -> None:
        self.room = room
        self.key = key
        self.tail = b""
        self.open = asyncio.get_running_loop().create_future()
        self.ready = asyncio.get_running_loop().create_future()
        self.count = 0
        self.wrong = 0
        self.numbers: list[int] = []
        self.mine: dict[bytes, Callable[[], None]] = {}
        self.witness = False

    def connection_made(self, transport) -> None:
        self.transport = transport
        path = "/socket.io/?EIO=4&transport=websocket" if self.room.socketio else "/live"
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
            f"Cookie: session={self.key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        transport.write(head.encode())

    def connection_lost(self, error) -> None:
        for future in (self.open, self.ready):
            if not future.done():
                future.set_exception(ConnectionError("refused"))
        self.room.lost += 1

    def data_received(self, data: bytes) -> None:
        if self.tail:
            data = self.tail + data
        if not self.ready.done() and self._shake_hands(data):
            return
        cut = data.rfind(b"}") + 1  # the texts hold none, so this never parts an event
        self.tail = data[cut:]
        found = SEQ.findall(data, 0, cut)
        if not found:
            return
        self.room.check(self, found)
        if self.mine:
            for key in [key for key in self.mine if key in data]:
                self.mine.pop(key)()
        if self.witness:
            self.room.note(ID.findall(data, 0, cut))

    def _shake_hands(self, data: bytes) -> bool:
        """Whether the handshake still takes everything that came."""
        if not self.open.done() and b"\r\n\r\n" in data:
            if b" 101 " not in data[:20]:
                self.open.set_exception(ConnectionError(data[:80]))
            else:
                self.open.set_result(None)
            data = data.split(b"\r\n\r\n", 1)[1]
        if self.open.done() and self.room.is_ready(data):
            self.ready.set_result(None)
            return False
        self.tail = data
        return True

    def send(self, text: bytes) -> None:
        """A masked text frame (with a mask of nought)."""
        size = len(text)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.transport.write(head + b"\0\0\0\0" + text)


class Room:
    """Everybody, and what they have sent and heard."""

    def __init__(self, orders: dict) -> None:
        self.orders = orders
        self.hearten = orders["server"] == "hearten"
        self.socketio = orders["server"] == "socketio"
        self.people: list[Person] = []
        self.sent = 0
        self.lost = 0
        self.first = orders["newest"] + 1
        self.expected: list[bytes] = []
        self.sent_at: dict[bytes, float] = {}
        self.latencies: list[float] = []
        self.ids = self._ids()
        self.next_person: Iterator[Person] = iter(())

    def _ids(self) -> Iterator[str]:
        run = random.getrandbits(32)
        return (f"{run:08x}-0000-4000-8000-{n:012x}" for n in count())

    async def fill(self) -> None:
        """Connect everybody, some at a time."""
        loop = asyncio.get_running_loop()
        keys = self.orders["keys"]
        for start in range(0, len(keys), 50):
            group = []
            for key in keys[start : start + 50]:
                _, person = await loop.create_connection(
                    lambda key=key: Person(self, key), "127.0.0.1", self.orders["port"]
                )
                group.append(person)
            for person in group:
                await person.open
                if self.socketio:
                    person.send(b"40")
                if self.hearten:
                    topic = f"conversation:{self.orders['room']}"
                    person.send(
                        json.dumps({"t": "sub", "topic": topic, "after": self.first - 1}).encode()
                    )
            for person in group:
                await person.ready
            self.people += group
        random.Random(7).shuffle(self.people)
        for person in self.people[:WITNESSES]:
            person.witness = True

    def is_ready(self, data: bytes) -> bool:
        """Whether this person listens."""
        if self.socketio:
            return b'40{"sid"' in data
        return not self.hearten or b'"subscribed"' in data

    def check(self, person: Person, found: list[bytes]) -> None:
        """Hearten's numbers must come in order without a gap; those of others are sorted later."""
        if not self.hearten:
            person.numbers += map(int, found)
            person.count += len(found)
            return
        until = person.count + len(found)
        while len(self.expected) < until:
            self.expected.append(b"%d" % (self.first + len(self.expected)))
        if found != self.expected[person.count : until]:
            person.wrong += 1
        person.count = until

    def note(self, ids: list[bytes]) -> None:
        """A witness heard these."""
        now = time.perf_counter()
        self.latencies += [now - self.sent_at[id_] for id_ in ids if id_ in self.sent_at]

    def say(self, then: Callable[[], None]) -> None:
        """The next person says something; `then` runs when they hear it themselves."""
        person = self.people[self.sent * 37 % len(self.people)]
        id_ = next(self.ids)
        key = id_.encode()
        self.sent += 1
        person.mine[key] = then
        text = WORDS * 2 + f"({self.sent})"
        frame = {
            "t": "do",
            "id": id_,
            "name": "conversation.send",
            "topic": f"conversation:{self.orders['room']}",
            "data": {"text": text},
        }
        data = json.dumps(frame).encode()
        if self.socketio:
            data = b'42["do",%s]' % data
        self.sent_at[key] = time.perf_counter()
        person.send(data)

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

    def faults(self) -> int:
        """People who did not hear every message exactly once (for Hearten also: in order)."""
        whole = list(range(self.first, self.first + self.sent))
        bad = 0
        for person in self.people:
            good = person.count == self.sent and not person.wrong
            bad += not (good and (self.hearten or sorted(person.numbers) == whole))
        return bad + self.lost

    async def round(self, load: dict) -> dict:
        """Measure one round of a load."""
        await self.run(load, self.orders["warm_up"])
        await self.drained()
        self.latencies.clear()
        before, sent_before = sum(p.count for p in self.people), self.sent
        print(json.dumps({"mark": "begin"}), flush=True)
        started = time.perf_counter()
        await self.run(load, self.orders["seconds"])
        took = time.perf_counter() - started
        deliveries = sum(p.count for p in self.people) - before
        print(json.dumps({"mark": "end"}), flush=True)
        await self.drained()
        times = sorted(self.latencies)
        return {
            "deliveries": deliveries / took,
            "sends": deliveries / took / len(self.people),
            "p50": times[len(times) // 2] * 1000,
            "p99": times[len(times) * 99 // 100] * 1000,
            "asked": (self.sent - sent_before) / took,
            "faults": self.faults(),
            "sent": self.sent,
        }


async def main() -> None:
    """Fill the room, then measure what is ordered."""
    orders = json.loads(sys.stdin.readline())
    room = Room(orders)
    await room.fill()
    print(json.dumps({"mark": "filled"}), flush=True)
    gc.disable()
    for load in orders["loads"]:
        for _ in range(orders["rounds"]):
            if room.hearten:
                for person in room.people:
                    person.send(b'{"t":"ping"}')
            result = await room.round(load)
            gc.collect()
            print(json.dumps({"load": load["name"], **result}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
