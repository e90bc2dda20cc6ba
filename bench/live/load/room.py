"""People in one room: every one checks that they hear every message once, and ten also time them."""

import asyncio
import json
import random
import re
import time
from collections.abc import Callable

import uvloop

from bench.live.load.socket import Socket
from bench.live.load.talk import Talk, play
from bench.live.load.texts import client_ids, text

SEQ = re.compile(rb'"seq": ?(\d+), ?"kind"')
ID = re.compile(rb'"id": ?"([0-9a-f-]{36})", ?"text"')
PRESENT = re.compile(rb'"t":"presence",.*?"count":(\d+)')
WITNESSES = 10


class Person(Socket):
    """One connection in the room."""

    def __init__(self, room: "Room", key: str) -> None:
        super().__init__(key)
        self.room = room
        self.path = "/socket.io/?EIO=4&transport=websocket" if room.socketio else "/live"
        self.ready = asyncio.get_running_loop().create_future()
        self.count = 0
        self.wrong = 0
        self.numbers: list[int] = []
        self.mine: dict[bytes, Callable[[], None]] = {}
        self.witness = False

    def connection_lost(self, error) -> None:
        super().connection_lost(error)
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("lost"))
        self.room.lost += self not in self.room.deaf

    def took(self, data: bytes, cut: int) -> None:
        if not self.ready.done():
            if not self.room.is_ready(data):
                return
            self.ready.set_result(None)
        if self.witness and (found := PRESENT.search(data, 0, cut)):
            self.room.present = int(found[1])
        found = SEQ.findall(data, 0, cut)
        if not found:
            return
        self.room.check(self, found)
        if self.mine:
            for key in [key for key in self.mine if key in data]:
                self.mine.pop(key)()
        if self.witness:
            self.room.note(ID.findall(data, 0, cut))


class Room(Talk):
    """Everybody over a WebSocket of their own."""

    def __init__(self, orders: dict) -> None:
        super().__init__(orders)
        self.hearten = orders["server"] == "hearten"
        self.socketio = orders["server"] == "socketio"
        self.people: list[Person] = []
        self.lost = 0
        self.times = 1
        self.deaf: list[Person] = []
        self.present = 0
        """How many there are, as the server says."""
        self.cut = 0.0
        self.first = orders["newest"] + 1
        self.expected: list[bytes] = []
        self.ids = client_ids()

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
                await person.opened
                self.enter(person)
            for person in group:
                await person.ready
            self.people += group
        random.Random(7).shuffle(self.people)
        for person in self.people[:WITNESSES]:
            person.witness = True

    def enter(self, person: Person) -> None:
        """Begin to listen, as the server wants it; ws and Channels want nothing."""
        if self.socketio:
            person.send(b"40")
        elif self.hearten:
            topic = f"conversation:{self.orders['room']}"
            person.send(json.dumps({"t": "sub", "topic": topic, "after": self.first - 1}).encode())
        else:
            person.ready.set_result(None)

    def begin(self, load: dict) -> None:
        """A client of Hearten says something now and then. Some of them may not read from now on."""
        self.times = load.get("times", 1)
        if self.hearten:
            for person in self.people:
                person.send(b'{"t":"ping"}')
        if load.get("deaf"):
            self.deaf, self.people = self.people[-load["deaf"] :], self.people[: -load["deaf"]]
            self.watching = asyncio.ensure_future(self._watch_deaf())

    async def _watch_deaf(self) -> None:
        """They are cut when the others are told that they are gone."""
        started = time.perf_counter()
        for person in self.deaf:
            person.transport.pause_reading()
        while not self.cut:
            await asyncio.sleep(0.05)
            if self.present == len(self.people):
                self.cut = time.perf_counter() - started

    def more(self) -> dict:
        """Seconds until those who did not read were cut; 0: not in time."""
        return {"cut": self.cut} if self.deaf else {}

    def is_ready(self, data: bytes) -> bool:
        """Whether this person listens."""
        return b'40{"sid"' in data if self.socketio else b'"subscribed"' in data

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

    def say(self, then: Callable[[], None]) -> None:
        """The next person says something; `then` runs when they hear it themselves."""
        person = self.people[self.sent * 37 % len(self.people)]
        id_ = next(self.ids)
        key = id_.encode()
        self.sent += 1
        person.mine[key] = then
        frame = {
            "t": "do",
            "id": id_,
            "name": "conversation.send",
            "topic": f"conversation:{self.orders['room']}",
            "data": {"text": text(self.sent, self.times)},
        }
        data = json.dumps(frame).encode()
        if self.socketio:
            data = b'42["do",%s]' % data
        self.sent_at[key] = time.perf_counter()
        person.send(data)

    def faults(self) -> int:
        """People who did not hear every message exactly once (for Hearten also: in order)."""
        whole = list(range(self.first, self.first + self.sent))
        bad = 0
        for person in self.people:
            good = person.count == self.sent and not person.wrong
            bad += not (good and (self.hearten or sorted(person.numbers) == whole))
        return bad + self.lost


if __name__ == "__main__":
    uvloop.run(play(Room))
