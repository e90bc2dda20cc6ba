"""One open page of one person: takes its frames, keeps its bounds, hears its topics."""

import asyncio
from collections.abc import Callable, Mapping

from hearten.foundation.live import CommandKind, Done, Frame, Listener, Refused
from hearten.gateway import protocol
from hearten.gateway.hub import Hub, Subscription
from hearten.gateway.limits import Allowance, Bucket, Limits
from hearten.gateway.protocol import Close, Do, Ping, ProtocolError, Signal, Sub, Unsub
from hearten.gateway.wire import Wire
from hearten.gateway.writer import Waiting, Writer

Commands = Mapping[tuple[str, str], CommandKind]
"""By kind of topic and name."""


class Connection:
    """Lives in the event loop; nothing here waits for the reader but `drained`."""

    def __init__(
        self,
        wire: Wire,
        listener: Listener,
        *,
        hub: Hub,
        writer: Writer,
        commands: Commands,
        limits: Limits,
        allowance: Allowance,
        clock: Callable[[], float],
    ) -> None:
        self.listener = listener
        self.heard_at = clock()
        """When the client last said something, by the loop's clock."""
        self._wire = wire
        self._hub = hub
        self._writer = writer
        self._commands = commands
        self._limits = limits
        self._allowance = allowance
        self._clock = clock
        self._rate = Bucket(limits.frames_per_second, limits.frames_burst, self.heard_at)
        self._bad_left = limits.bad_frames
        self._unanswered = 0
        self._subscriptions: dict[str, Subscription] = {}
        self._following: set[asyncio.Task[None]] = set()
        self._closed = False

    # Speaking

    def hear(self, frame: bytes) -> None:
        """Send a whole WebSocket frame. A reader that does not read is cut, others never wait."""
        if not self._closed and not self._wire.write(frame, self._limits.buffered):
            self.close(Close.RESUME)

    def _answer(self, t: str, **fields: object) -> None:
        """Send one message, with the events it may have led to."""
        frame = protocol.websocket_text(protocol.encode(t, **fields))
        if not self._closed and not self._wire.keep(frame, self._limits.buffered):
            self.close(Close.RESUME)

    def say(self, t: str, **fields: object) -> None:
        """Send one message."""
        self.hear(protocol.websocket_text(protocol.encode(t, **fields)))

    def hello(self) -> None:
        """Begin: who you are and what is expected."""
        self.say(
            "hello",
            v=protocol.VERSION,
            you=str(self.listener.account_id),
            heartbeat=self._limits.heartbeat_seconds,
        )

    async def drained(self) -> None:
        """Return once the reader keeps up, or is gone."""
        await self._wire.drained()

    def close(self, code: Close) -> None:
        """End the connection from this side, at once for everything it listens to."""
        if not self._closed:
            self._wire.close(code, code.name.lower(), self._limits.stalled_seconds)
            self.gone()

    def gone(self) -> None:
        """The connection is over, from whichever side."""
        self._closed = True
        for task in self._following:
            task.cancel()
        for subscription in self._subscriptions.values():
            self._hub.leave(subscription)
        self._subscriptions.clear()

    # Listening

    def take(self, text: str | None) -> None:
        """Take one frame from the client; None for a binary one."""
        if self._closed:
            return
        self.heard_at = self._clock()
        # Both are asked, so that a page gone wrong is counted for its person too.
        in_time = self._allowance.take(self.heard_at, _size(text))
        in_time = self._rate.take(self.heard_at) and in_time
        try:
            if text is None:
                raise ProtocolError("bad_json", "frames are JSON text")
            frame = protocol.parse(text)
            if in_time:
                self._dispatch(frame)
            else:
                self._too_fast(frame)
        except ProtocolError as error:
            self.say("error", code=error.code, message=error.message)
            self._count_bad(Close.BAD_FRAMES)

    def _too_fast(self, frame: protocol.Incoming) -> None:
        if isinstance(frame, Do):  # so that the client knows which to send again
            self.say("refused", id=str(frame.id), code="try_again", message="")
        else:
            self.say("error", code="too_fast", message="too many frames a second")
        self._count_bad(Close.TOO_MUCH)

    def _count_bad(self, close: Close) -> None:
        self._bad_left -= 1
        if self._bad_left < 0:
            self.close(close)

    def _dispatch(self, frame: protocol.Incoming) -> None:
        match frame:
            case Ping():
                self.say("pong")
            case Do():
                self._do(frame)
            case Sub():
                self._sub(frame)
            case Unsub():
                self._unsub(frame.topic)
            case Signal():
                self._signal(frame)

    def _sub(self, frame: Sub) -> None:
        self._unsub(frame.topic)
        self._subscriptions = {k: v for k, v in self._subscriptions.items() if not v.ended}
        if len(self._subscriptions) >= self._limits.subscriptions:
            raise ProtocolError("too_many_topics", "this connection listens to too many topics")
        subscription = self._hub.ask(self, frame.topic)
        if subscription is None:
            self.say("denied", topic=frame.topic)
            return
        self._subscriptions[frame.topic] = subscription
        task = asyncio.ensure_future(self._follow(subscription, frame))
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _follow(self, subscription: Subscription, frame: Sub) -> None:
        allowed = await self._hub.follow(subscription, frame.after)
        if not allowed and self._subscriptions.get(frame.topic) is subscription:
            self.say("denied", topic=frame.topic)

    def _unsub(self, topic: str) -> None:
        if subscription := self._subscriptions.pop(topic, None):
            self._hub.leave(subscription)

    def _signal(self, frame: Signal) -> None:
        subscription = self._subscriptions.get(frame.topic)
        if subscription is None or not self._hub.signal(subscription, frame.name):
            raise ProtocolError("no_signal", "this topic takes no such signal from this connection")

    def _do(self, frame: Do) -> None:
        def answer(given: Done | Refused) -> None:
            self._unanswered -= 1
            if isinstance(given, Done):
                self._answer("done", id=str(frame.id), result=given.result)
            else:
                self._answer("refused", id=str(frame.id), code=given.code, message=given.message)

        self._unanswered += 1
        command = self._commands.get((protocol.split(frame.topic)[0], frame.name))
        if command is None:
            answer(Refused(code="unknown_command", message=""))
        elif self._unanswered > self._limits.unanswered:
            answer(Refused(code="try_again", message=""))
        elif code := self._deaf_to(frame.topic):
            answer(Refused(code=code, message=""))
        else:
            asked = Frame(by=self.listener, client_id=frame.id, data=frame.data)
            self._writer.submit(frame.topic, Waiting(command, asked, answer))

    def _deaf_to(self, topic: str) -> str | None:
        """Why no command for this topic is taken: a topic one only invents must not cost a write."""
        subscription = self._subscriptions.get(topic)
        if subscription is None or subscription.ended:
            return "not_allowed"
        return None if subscription.allowed else "try_again"


def _size(text: str | None) -> int:
    """Bytes on the wire; of a binary frame, which is refused anyway, nothing."""
    if text is None:
        return 0
    return len(text) if text.isascii() else len(text.encode())
