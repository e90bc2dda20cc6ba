"""The socket under a connection: uvicorn's WebSocket protocol with two doors ASGI does not have.

`write` sends a frame that was encoded once for everybody, and says when the reader does not read:
through ASGI's `send` each recipient costs an await, an encoding and three copies, most of what a
room costs, and a reader that does not read is waited for. `close` drops such a reader. Run uvicorn
by server.py, or with `--ws hearten.gateway.wire:LiveProtocol`.
"""

from collections.abc import Callable
from typing import Any, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "hearten.wire"


class Wire(Protocol):
    """What the gateway needs of a socket. All but `drained` return at once."""

    def write(self, frame: bytes, most: int) -> bool:
        """Send a whole WebSocket frame, or keep it until the reader reads. False: `most` bytes are
        waiting already, and this frame was not taken. Once closing, frames are dropped."""

    def keep(self, frame: bytes, most: int) -> bool:
        """As `write`, with the next frame of this turn of the loop, or behind it by itself: two frames
        in one write to the socket cost hardly more than one."""

    def listen(self, take: Callable[[str | None], None]) -> None:
        """From now on hand each whole message to `take`, None for a binary one; what came before waits
        in ASGI's queue."""

    async def drained(self) -> None:
        """Return once the reader keeps up, or is gone."""

    def close(self, code: int, reason: str, patience: float) -> None:
        """Say goodbye behind what was written; drop the socket after `patience` seconds."""


class LiveProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, offering itself to the application as scope["extensions"][EXTENSION]."""

    def handle_connect(self, event: Request) -> None:
        """uvicorn's hook: the scope is ready and the application starts in the next loop turn."""
        super().handle_connect(event)
        if scope := getattr(self, "scope", None):
            cast(dict[str, Any], scope["extensions"])[EXTENSION] = self

    behind = False
    """Whether the reader does not keep up: the transport has more than a little to send."""
    kept = b""
    """Frames that wait for the next one."""
    take: Callable[[str | None], None] | None = None
    """Who takes what is read."""

    def pause_writing(self) -> None:
        """The transport's hook."""
        super().pause_writing()
        self.behind = True

    def resume_writing(self) -> None:
        """The transport's hook."""
        super().resume_writing()
        self.behind = False

    def write(self, frame: bytes, most: int) -> bool:
        """See Wire. The hot path of the whole gateway: once for each recipient."""
        if self.close_sent or self.disconnected:
            return True
        if self.behind and self.transport.get_write_buffer_size() > most:
            return False
        if self.kept:
            frame, self.kept = self.kept + frame, b""
        self.transport.write(frame)
        return True

    def keep(self, frame: bytes, most: int) -> bool:
        """See Wire."""
        if self.behind or self.close_sent or self.disconnected:
            return self.write(frame, most)
        if not self.kept:
            self.loop.call_soon(self._send_kept)
        self.kept += frame
        return True

    def _send_kept(self) -> None:
        kept, self.kept = self.kept, b""
        if kept and not self.close_sent and not self.disconnected:
            self.transport.write(kept)

    def listen(self, take: Callable[[str | None], None]) -> None:
        """See Wire."""
        self.take = take

    def send_receive_event_to_app(self) -> None:
        """uvicorn's hook: a whole message is there. Taken at once it saves a queue, a turn of the loop,
        and stopping and starting to read."""
        if self.take is None or not self.queue.empty() or self.close_sent:
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if self.curr_msg_data_type == "bytes":
            self.take(None)
            return
        try:
            text = data.decode()
        except UnicodeDecodeError:
            self.conn.send_close(1007)
            self.handle_parser_exception()
            return
        self.take(text)

    async def drained(self) -> None:
        """See Wire."""
        await self.writable.wait()

    def close(self, code: int, reason: str, patience: float) -> None:
        """See Wire."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self._send_kept()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:  # or the other side's goodbye would never be read
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(patience, self.transport.abort)
