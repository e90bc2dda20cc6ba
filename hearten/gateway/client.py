"""A client in Python, for tests, benchmarks and programs. The browser's is live.js.

Reconnects and resumes by itself: subscriptions go on after the last event had, unanswered commands
are sent again with the same id. Stops for good when the gateway says so (4401, 4403).
"""

import asyncio
import json
import random
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from hearten.gateway.protocol import Close

Message = dict[str, Any]

FOR_GOOD = frozenset({Close.NOT_SIGNED_IN, Close.WRONG_ORIGIN})


class Refusal(Exception):  # noqa: N818 - an answer, not an error of ours
    """A command was refused, with the domain's code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Gone(Exception):  # noqa: N818
    """The gateway closed the connection for good."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Stream:
    """What a subscription hears."""

    def __init__(self, topic: str, after: int | None) -> None:
        self.topic = topic
        self.seq = after
        """The newest event had."""
        self.events: asyncio.Queue[Message] = asyncio.Queue()
        """Every event once, in order."""
        self.others: asyncio.Queue[Message] = asyncio.Queue()
        """subscribed, presence, signals, nudge, denied and revoked frames."""

    def take(self, frame: Message) -> None:
        """A frame about this topic."""
        if frame["t"] != "events":
            if frame["t"] == "subscribed" and self.seq is None:
                self.seq = frame["seq"]
            self.others.put_nowait(frame)
            return
        for event in frame["events"]:
            if self.seq is None or event["seq"] > self.seq:
                self.seq = event["seq"]
                self.events.put_nowait(event)

    async def next(self, t: str) -> Message:
        """The next frame of this type; those of other types before it are dropped."""
        while (frame := await self.others.get())["t"] != t:
            pass
        return frame


class LiveClient:
    """A person's connection. Use as `async with LiveClient(url, cookie) as live:`."""

    def __init__(self, url: str, *, cookie: str, origin: str, first_pause: float = 0.5) -> None:
        self._url = url
        self._headers = {"Cookie": cookie}
        self._origin = origin
        self._first_pause = first_pause
        self._streams: dict[str, Stream] = {}
        self._unanswered: dict[str, tuple[Message, asyncio.Future[Mapping[str, Any]]]] = {}
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.you: str = ""
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """The close code, once the gateway closed for good."""
        self.errors: asyncio.Queue[Message] = asyncio.Queue()

    async def __aenter__(self) -> "LiveClient":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def subscribe(self, topic: str, *, after: int | None = None) -> Stream:
        """Listen to a topic, first to everything after a number (None: only from now on)."""
        stream = self._streams[topic] = Stream(topic, after)
        await self.send({"t": "sub", "topic": topic, "after": after})
        return stream

    async def unsubscribe(self, topic: str) -> None:
        """Stop listening."""
        del self._streams[topic]
        await self.send({"t": "unsub", "topic": topic})

    async def do(
        self, name: str, topic: str, data: Mapping[str, Any], *, id: UUID | None = None
    ) -> Mapping[str, Any]:
        """Run a command and give its result; Refusal when it was refused."""
        key = str(id or uuid4())
        frame = {"t": "do", "id": key, "name": name, "topic": topic, "data": dict(data)}
        answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._unanswered[key] = (frame, answer)
        await self.send(frame)
        return await answer

    async def send(self, frame: Message) -> None:
        """Send a frame if connected; what matters is sent again when it comes back."""
        if self._socket:
            with suppress(ConnectionClosed):
                await self._socket.send(json.dumps(frame, ensure_ascii=False))

    async def _run(self) -> None:
        pause = self._first_pause
        while not self.closed.done():
            with suppress(OSError, InvalidHandshake, ConnectionClosed):
                await self._connect_once()
                pause = self._first_pause
            if not self.closed.done():
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
                pause = min(pause * 2, 10)

    async def _connect_once(self) -> None:
        async with connect(
            self._url,
            origin=Origin(self._origin),
            additional_headers=self._headers,
            compression=None,
            max_size=None,
            ping_interval=None,
        ) as socket:
            try:
                await self._talk(socket)
            finally:
                self._socket = None
                if socket.close_code in FOR_GOOD:
                    self._stop(socket.close_code)

    async def _talk(self, socket: ClientConnection) -> None:
        hello = json.loads(await socket.recv())
        self.you = hello["you"]
        beat = asyncio.create_task(self._beat(socket, hello["heartbeat"]))
        try:
            await self._resume(socket)
            async for text in socket:
                self._take(json.loads(text))
        finally:
            beat.cancel()

    async def _resume(self, socket: ClientConnection) -> None:
        self._socket = socket
        for stream in self._streams.values():
            await self.send({"t": "sub", "topic": stream.topic, "after": stream.seq})
        for frame, _ in self._unanswered.values():
            await self.send(frame)

    async def _beat(self, socket: ClientConnection, seconds: float) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(seconds)
                await socket.send('{"t":"ping"}')

    def _take(self, frame: Message) -> None:
        match frame["t"]:
            case "done" | "refused":
                self._answered(frame)
            case "error":
                self.errors.put_nowait(frame)
            case _ if stream := self._streams.get(frame.get("topic", "")):
                stream.take(frame)

    def _answered(self, frame: Message) -> None:
        if frame["id"] not in self._unanswered:
            return  # answered before, on a connection that broke
        asked, answer = self._unanswered[frame["id"]]
        if frame.get("code") == "try_again":
            again = asyncio.get_running_loop().create_task(self._send_later(asked))
            self._tasks.add(again)
            again.add_done_callback(self._tasks.discard)
            return
        del self._unanswered[frame["id"]]
        if answer.done():
            return
        if frame["t"] == "done":
            answer.set_result(frame["result"])
        else:
            answer.set_exception(Refusal(frame["code"], frame["message"]))

    async def _send_later(self, frame: Message) -> None:
        await asyncio.sleep(self._first_pause)
        if frame["id"] in self._unanswered:
            await self.send(frame)

    def _stop(self, code: int) -> None:
        self.closed.set_result(code)
        for _, answer in self._unanswered.values():
            if not answer.done():
                answer.set_exception(Gone(code))
        self._unanswered.clear()
