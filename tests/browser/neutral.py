"""The page people leave to, on this machine: no test goes to the real one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NEUTRAL = "Tide times"


class _Neutral(BaseHTTPRequestHandler):
    """A mature everyday site on another origin."""

    def do_GET(self) -> None:
        """Any page of it."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!DOCTYPE html><title>{NEUTRAL}</title><h1>{NEUTRAL}</h1>".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def neutral_site() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Neutral) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
