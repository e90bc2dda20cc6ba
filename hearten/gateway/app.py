"""The live gateway as an ASGI application: /live speaks WebSocket, /healthy answers that it serves.

`build` is the one door; config/wiring.py calls it with the domains' topics and commands.
"""

import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError

from hearten.foundation.live import CommandKind, Listener, TopicKind
from hearten.gateway import door
from hearten.gateway.bus import Make
from hearten.gateway.connection import Connection
from hearten.gateway.gateway import Authenticate, Gateway
from hearten.gateway.guard import ValidSessions
from hearten.gateway.limits import Limits
from hearten.gateway.neighbours import Names
from hearten.gateway.postgres_bus import PostgresBus
from hearten.gateway.protocol import Close
from hearten.gateway.wire import EXTENSION, Wire

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def build(
    *,
    topics: Sequence[TopicKind],
    commands: Sequence[CommandKind],
    authenticate: Authenticate,
    valid_sessions: ValidSessions,
    names: Names,
    limits: Limits | None = None,
    bus: Make = PostgresBus,
) -> Application:
    """The application, for uvicorn with `--ws hearten.gateway.wire:LiveProtocol --lifespan on`.

    The functions given are synchronous and run in threads. The session cookie's name and the
    allowed origins are Django's settings SESSION_COOKIE_NAME and LIVE_ORIGINS.
    """
    gateway = Gateway(
        topics=topics,
        commands=commands,
        authenticate=authenticate,
        valid_sessions=valid_sessions,
        names=names,
        limits=limits or Limits(),
        bus=bus,
    )

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(gateway, receive, send)
        elif scope["type"] == "websocket":
            await _websocket(gateway, scope, receive, send)
        else:
            await _http(gateway, scope, send)

    return application


async def _lifespan(gateway: Gateway, receive: Receive, send: Send) -> None:
    await receive()
    gateway.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await gateway.stop()
    await send({"type": "lifespan.shutdown.complete"})


async def _http(gateway: Gateway, scope: Scope, send: Send) -> None:
    healthy = scope["path"] == "/healthy" and scope["method"] in {"GET", "HEAD"}
    body = json.dumps({"serving": True, "bus": gateway.bus.connected}) if healthy else "{}"
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    status = 200 if healthy else 404
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


async def _websocket(gateway: Gateway, scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    if scope["path"] != "/live":
        await send({"type": "websocket.close"})
        return
    found = await _who(gateway, scope)
    # Accepted even when it is then closed: a browser learns the reason only from a close code.
    await send({"type": "websocket.accept"})
    if isinstance(found, Close):
        await send({"type": "websocket.close", "code": found, "reason": found.name.lower()})
        return
    wire = _wire(scope)
    connection = gateway.connection(wire, found)
    refused = gateway.roster.admit(connection)
    if refused:
        connection.close(refused)
        return
    try:
        connection.hello()
        wire.listen(connection.take)
        await _listen(connection, receive)
    finally:
        gateway.roster.remove(connection)
        connection.gone()


async def _who(gateway: Gateway, scope: Scope) -> Listener | Close:
    headers = dict(scope["headers"])
    if not door.own_origin(headers):
        return Close.WRONG_ORIGIN
    key = door.session_key(headers)
    try:
        listener = await gateway.authenticate(key) if key else None
    except (OperationalError, InterfaceError):
        return Close.TRY_AGAIN
    return listener or Close.NOT_SIGNED_IN


def _wire(scope: Scope) -> Wire:
    try:
        wire: Wire = scope["extensions"][EXTENSION]
    except KeyError:
        raise RuntimeError("run uvicorn with --ws hearten.gateway.wire:LiveProtocol") from None
    return wire


async def _listen(connection: Connection, receive: Receive) -> None:
    """To the end: what came before the wire handed on by itself, and that it is over."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        connection.take(message.get("text"))
