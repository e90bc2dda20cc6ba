"""The words on the wire: what a client may say and what it hears. docs/live-protocol.md explains.

Everything a client sends is parsed here and nowhere else; whatever it sends, parsing gives a value
below or raises ProtocolError.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from hearten.foundation.live import Event

VERSION = 1
FRAME_MOST = 48 * 1024
"""The longest frame a client may send, in bytes: the longest message in the widest letters fits."""
EVENTS_FRAME = 256 * 1024
"""About how long a frame of events gets before the rest goes into another, in bytes."""

_SEQ_MOST = 2**63 - 1
_TOPIC = re.compile(r"[a-z][a-z_]{0,31}:[a-z0-9][a-z0-9_-]{0,63}")
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")


class Close(IntEnum):
    """Why the gateway closes a connection."""

    TRY_AGAIN = 1013
    """The database cannot be asked now: come back later."""
    BAD_FRAMES = 4400
    """Too many frames that make no sense."""
    NOT_SIGNED_IN = 4401
    """No session, or it ended: do not come back without signing in."""
    WRONG_ORIGIN = 4403
    """The page is not one of ours."""
    RESUME = 4408
    """Too slow, or silent too long: come back and say where you were."""
    TOO_MUCH = 4429
    """Too many frames or connections."""


class ProtocolError(Exception):
    """A frame that cannot be taken. `code` is stable; the message is for a developer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Sub:
    """Listen to a topic: first everything after `after`, then live. None: only live."""

    topic: str
    after: int | None


@dataclass(frozen=True, slots=True)
class Unsub:
    """Stop listening to a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class Do:
    """Run a command. The id is the client's and the same on every retry."""

    id: UUID
    name: str
    topic: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signal:
    """Tell the topic's other listeners something that is never stored."""

    name: str
    topic: str


@dataclass(frozen=True, slots=True)
class Ping:
    """I am still here."""


Incoming = Sub | Unsub | Do | Signal | Ping


def split(topic: str) -> tuple[str, str]:
    """A topic's kind and key."""
    kind, _, key = topic.partition(":")
    return kind, key


def parse(text: str) -> Incoming:
    """What one frame says, or ProtocolError."""
    frame = _load(text)
    match frame.get("t"):
        case "sub":
            return Sub(_topic(frame), _after(frame))
        case "unsub":
            return Unsub(_topic(frame))
        case "do":
            return Do(_id(frame), _name(frame), _topic(frame), _data(frame))
        case "signal":
            return Signal(_name(frame), _topic(frame))
        case "ping":
            return Ping()
    raise ProtocolError("unknown_type", 'the frame\'s "t" is none of sub, unsub, do, signal, ping')


def _load(text: str) -> dict[str, Any]:
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ProtocolError("bad_json", "the frame is not JSON") from error
    if not isinstance(frame, dict):
        raise ProtocolError("bad_frame", "the frame is not an object")
    return frame


def _topic(frame: Mapping[str, Any]) -> str:
    topic = frame.get("topic")
    if not isinstance(topic, str) or not _is_topic(topic):
        raise ProtocolError("bad_topic", 'the frame\'s "topic" is not a name like "kind:key"')
    return topic


@lru_cache(maxsize=4096)
def _is_topic(topic: str) -> bool:
    return _TOPIC.fullmatch(topic) is not None and _canonical(topic)


def _canonical(topic: str) -> bool:
    """Whether an id in the key is written the one way topics are named by.

    A second spelling would be a topic of its own, which revoking the first does not reach.
    """
    key = split(topic)[1]
    try:
        return str(UUID(key)) == key
    except ValueError:
        return True


def _after(frame: Mapping[str, Any]) -> int | None:
    after = frame.get("after")
    if after is None:
        return None
    if type(after) is not int or not 0 <= after <= _SEQ_MOST:
        raise ProtocolError("bad_after", 'the frame\'s "after" is not a number from 0')
    return after


def _id(frame: Mapping[str, Any]) -> UUID:
    value = frame.get("id")
    try:
        if isinstance(value, str) and len(value) == 36:
            return UUID(value)
    except ValueError:
        pass
    raise ProtocolError("bad_id", 'the frame\'s "id" is not a UUID')


def _name(frame: Mapping[str, Any]) -> str:
    name = frame.get("name")
    if not isinstance(name, str) or not _is_name(name):
        raise ProtocolError("bad_name", 'the frame\'s "name" is not a name')
    return name


@lru_cache(maxsize=64)
def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _data(frame: Mapping[str, Any]) -> Mapping[str, Any]:
    data = frame.get("data", {})
    if not isinstance(data, dict):
        raise ProtocolError("bad_data", 'the frame\'s "data" is not an object')
    return data


def encode(t: str, **fields: Any) -> bytes:
    """A frame for a client, as UTF-8 JSON."""
    return _json({"t": t, **fields})


def encode_events(topic: str, events: Iterable[Event]) -> Iterator[tuple[int, bytes]]:
    """Frames holding these events in order, each after the number of its last event; more than one
    when they are long."""
    head = b'{"t":"events","topic":' + _json(topic) + b',"events":['
    parts: list[bytes] = []
    size = last = 0
    for event in events:
        parts.append(_json(event))
        last = event["seq"]
        size += len(parts[-1])
        if size >= EVENTS_FRAME:
            yield last, head + b",".join(parts) + b"]}"
            parts, size = [], 0
    if parts:
        yield last, head + b",".join(parts) + b"]}"


def websocket_text(payload: bytes) -> bytes:
    """The payload as one whole unmasked WebSocket text message (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def _json(value: Mapping[str, Any] | Sequence[Any] | str) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # half of a surrogate pair, or a number nobody can send
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="replace")
