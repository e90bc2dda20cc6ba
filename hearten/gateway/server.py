"""How uvicorn serves the gateway. One process needs one core for about a million deliveries a
second; several, on one machine or many, find each other by the bus."""

import sys
from typing import Any

import uvicorn

from hearten.gateway.protocol import FRAME_MOST
from hearten.gateway.wire import LiveProtocol

SWITCH_INTERVAL = 0.0005
"""Seconds (Python's default is 5 ms): while a big room is being written to, a thread that comes back
from the database otherwise waits that long for each of a write's few answers."""


def run(application: Any, *, host: str, port: int) -> None:
    """Serve until told to stop. For a process of its own."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    uvicorn.Server(config(application, host=host, port=port)).run()


def config(application: Any, *, host: str, port: int, **more: Any) -> uvicorn.Config:
    """uvicorn's configuration for the gateway's application.

    No compression: it costs a context and a pass for each recipient, and compressing a secret
    beside a stranger's words leaks it. No pings from this side: clients send a heartbeat.
    """
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        ws=LiveProtocol,
        ws_max_size=FRAME_MOST,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        loop="uvloop",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
        **more,
    )
