"""A WebSocket by hand: a library costs several times what the servers do.

What comes is not parsed but searched: the texts hold no brace, so the last one ends a whole frame.
"""

import asyncio


class Socket(asyncio.Protocol):
    """One connection. `opened` is done once the server has agreed; `took` gets what comes then, cut
    behind the last brace."""

    path = "/live"

    def __init__(self, key: str) -> None:
        self.key = key
        self.tail = b""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        self.transport = transport
        head = (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
            f"Cookie: session={self.key}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        transport.write(head.encode())

    def connection_lost(self, error) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("refused"))
            self.opened.exception()  # seen, also when nobody waits for it

    def data_received(self, data: bytes) -> None:
        if self.tail:
            data = self.tail + data
        if not self.opened.done():
            if b"\r\n\r\n" not in data:
                self.tail = data
                return
            answer, data = data.split(b"\r\n\r\n", 1)
            if b" 101 " not in answer[:20]:
                self.opened.set_exception(ConnectionError(answer[:80]))
                return
            self.opened.set_result(None)
        cut = data.rfind(b"}") + 1
        self.tail = data[cut:]
        if cut:
            self.took(data, cut)

    def took(self, data: bytes, cut: int) -> None:
        """Whole frames are in `data` up to `cut`."""
        raise NotImplementedError

    def send(self, text: bytes) -> None:
        """A masked text frame (with a mask of nought)."""
        size = len(text)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.transport.write(head + b"\0\0\0\0" + text)
