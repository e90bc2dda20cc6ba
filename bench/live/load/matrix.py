"""People in a Matrix room: each waits in /sync all the time and sends by PUT.

Over plain HTTP/1.1 connections that are kept open, one for waiting and one for sending each.
"""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import quote

import uvloop

from bench.live.load.talk import Talk, play
from bench.live.load.texts import client_ids, text

NOTHING = {"limit": 0, "types": []}
FILTER = {
    "presence": NOTHING,
    "account_data": NOTHING,
    "room": {"timeline": {"limit": 100}, "ephemeral": NOTHING, "account_data": NOTHING},
}
WITNESSES = 10


class Http:
    """One connection for one person; one question at a time."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.token = token
        self.turn = asyncio.Lock()
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, given: dict | None = None) -> dict:
        """Ask and give the answer."""
        async with self.turn:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            body = json.dumps(given).encode() if given is not None else b""
            head = (
                f"{method} /_matrix/client/v3/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            self.writer.write(head.encode() + body)
            return json.loads(await self._answer())

    async def _answer(self) -> bytes:
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head[:80])
        if b"transfer-encoding: chunked" not in head:
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            return await self.reader.readexactly(size)
        parts = []
        while size := int(await self.reader.readline(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(parts)


class Person:
    """Somebody who syncs."""

    def __init__(self, room: "Room", token: str, *, witness: bool) -> None:
        self.room = room
        self.witness = witness
        self.waiting = Http(room.orders["port"], token)
        self.sending = Http(room.orders["port"], token)
        self.count = 0
        self.heard: set[str] = set()
        self.mine: dict[str, Callable[[], None]] = {}

    async def sync(self, since: str, wait: int) -> str:
        """Ask once for what is new; gives where that ends."""
        path = f"sync?timeout={wait}&filter={quote(json.dumps(FILTER))}"
        answer = await self.waiting.ask("GET", path + (f"&since={since}" if since else ""))
        rooms = answer.get("rooms", {}).get("join", {})
        events = rooms.get(self.room.orders["room"], {}).get("timeline", {}).get("events", [])
        if since:
            self.hear([e["content"]["id"] for e in events if e["type"] == "m.room.message"])
        return answer["next_batch"]

    def hear(self, ids: list[str]) -> None:
        """These came."""
        self.count += len(ids)
        self.heard.update(ids)
        if self.witness:
            self.room.note([id_.encode() for id_ in ids])
        for id_ in ids:
            if then := self.mine.pop(id_, None):
                then()

    async def go_on(self, since: str) -> None:
        """Sync until the process ends."""
        while True:
            since = await self.sync(since, 30_000)


class Room(Talk):
    """Everybody over HTTP."""

    async def fill(self) -> None:
        """Everybody syncs once, and then waits."""
        self.ids = client_ids()
        keys = self.orders["keys"]
        self.people = [Person(self, key, witness=n < WITNESSES) for n, key in enumerate(keys)]
        self.tasks = set()
        for person in self.people:
            self.keep(person.go_on(await person.sync("", 0)))

    def keep(self, coroutine) -> None:
        """Let it run; what fails ends the process."""
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            asyncio.get_running_loop().stop()

    def say(self, then: Callable[[], None]) -> None:
        """See Talk."""
        person = self.people[self.sent * 37 % len(self.people)]
        id_ = next(self.ids)
        self.sent += 1
        person.mine[id_] = then
        self.sent_at[id_.encode()] = time.perf_counter()
        said = {"msgtype": "m.text", "body": text(self.sent), "id": id_}
        path = f"rooms/{quote(self.orders['room'])}/send/m.room.message/{id_}"
        self.keep(person.sending.ask("PUT", path, said))

    def faults(self) -> int:
        """People who did not hear every message exactly once."""
        return sum(not (p.count == len(p.heard) == self.sent) for p in self.people)


if __name__ == "__main__":
    uvloop.run(play(Room))
