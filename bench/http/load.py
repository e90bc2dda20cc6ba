"""The load: a closed loop of keep-alive connections over raw sockets, in a process of its own.

Reads one order a line as JSON (port, path, cookie, connections, seconds) and answers each with one
line: requests, seconds, p50 and p99 in milliseconds, errors. An answer other than 200 is an error.
"""

import asyncio
import json
import sys
from time import perf_counter

import uvloop


class Asker(asyncio.Protocol):
    """One connection: asks, reads the whole answer, asks again, until told to stop."""

    def __init__(self, request: bytes, times: list[float]) -> None:
        self.request = request
        self.times = times
        self.errors = 0
        self.until = 0.0
        self.got = bytearray()
        self.needed = -1
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The protocol's hook."""
        self.transport = transport

    def begin(self, until: float) -> None:
        """Ask until this moment."""
        self.until = until
        self._ask()

    def _ask(self) -> None:
        self.got.clear()
        self.needed = -1
        self.began = perf_counter()
        self.transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """The protocol's hook."""
        self.got += data
        if self.needed < 0:
            head = self.got.find(b"\r\n\r\n")
            if head < 0:
                return
            self.needed = head + 4 + _length(bytes(self.got[:head]))
            if not self.got.startswith(b"HTTP/1.1 200"):
                self.errors += 1
        if len(self.got) < self.needed:
            return
        now = perf_counter()
        self.times.append(now - self.began)
        if now < self.until:
            self._ask()
        elif not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        """The protocol's hook."""
        if not self.done.done():
            self.errors += 1
            self.done.set_result(None)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length")


async def measure(order: dict) -> dict:
    """One round."""
    request = (
        f"GET {order['path']} HTTP/1.1\r\nHost: localhost\r\nCookie: {order['cookie']}\r\n"
        "Accept-Language: en\r\n\r\n"
    ).encode()
    times: list[float] = []
    loop = asyncio.get_running_loop()
    askers = [
        (await loop.create_connection(lambda: Asker(request, times), "127.0.0.1", order["port"]))[1]
        for _ in range(order["connections"])
    ]
    began = perf_counter()
    for asker in askers:
        asker.begin(began + order["seconds"])
    await asyncio.gather(*(asker.done for asker in askers))
    took = perf_counter() - began
    for asker in askers:
        asker.transport.close()
    times.sort()
    return {
        "rate": len(times) / took,
        "p50": 1000 * times[len(times) // 2] if times else 0.0,
        "p99": 1000 * times[int(len(times) * 0.99)] if times else 0.0,
        "errors": sum(asker.errors for asker in askers),
    }


def main() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        print(json.dumps(uvloop.run(measure(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
