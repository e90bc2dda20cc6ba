"""The socket under a connection: uvicorn's WebSocket protocol with two doors ASGI does not have.

`write` sends a frame that was encoded once for everybody: through ASGI's `send` each recipient
costs an await, an encoding and three copies, which is most of the cost of a room. `buffered` and
`close` tell a reader that does not read from one that does, and drop it; ASGI's `send` would wait
for it instead. Run uvicorn with `--ws hearten.gateway.wire:LiveProtocol`, as server.py does.
"""

from typing import Any, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "hearten.wire"


class Wire(Protocol):
    """What the gateway needs of a socket. All but `drained` return at once."""

    def write(self, frame: bytes) -> None:
        """Send a whole WebSocket frame, or keep it until the reader reads. Ignored once closing."""

    def buffered(self) -> int:
        """Bytes the reader has not taken yet; 0 while it keeps up."""

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

    def write(self, frame: bytes) -> None:
        """See Wire."""
        if not (self.close_sent or self.disconnected or self.transport.is_closing()):
            self.transport.write(frame)

    def buffered(self) -> int:
        """See Wire."""
        return 0 if self.writable.is_set() else self.transport.get_write_buffer_size()

    async def drained(self) -> None:
        """See Wire."""
        await self.writable.wait()

    def close(self, code: int, reason: str, patience: float) -> None:
        """See Wire."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:  # or the other side's goodbye would never be read
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(patience, self.transport.abort)
