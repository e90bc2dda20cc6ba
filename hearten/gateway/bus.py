"""The bus, as the gateway needs it: what was committed, and what gateways tell each other.

Notices follow a commit: a topic has more, somebody may not listen, a session ended. Whispers pass
between gateways and are never stored: who listens, who types. Neither holds a word anybody wrote,
and losing some is harmless: whenever the bus comes (back) it says so, and everything is looked at
again. docs/adr/0009-bus.md says which road each takes.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import orjson

from hearten.foundation.live import CHANNEL

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
WAITING_MOST = 10_000
"""Whispers that wait to be sent; what comes beyond them is lost, and told again later."""


@dataclass(frozen=True, slots=True)
class News:
    """A topic has events up to `seq`; 0 nudges."""

    topic: str
    seq: int


@dataclass(frozen=True, slots=True)
class Revoked:
    """A person may not hear a topic any more, once they have had its events up to `upto`."""

    topic: str
    account_id: UUID
    upto: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session, by its public id, is over."""

    session_id: UUID


Notice = News | Revoked | SessionEnded


def parse(payload: str) -> Sequence[Notice]:
    """What a message of the bus says; nothing when it says nothing we know."""
    try:
        said = orjson.loads(payload)
        if "session" in said:
            return [SessionEnded(UUID(said["session"]))]
        if "revoke" in said:
            return [Revoked(str(said["topic"]), UUID(said["revoke"]), int(said.get("upto", 0)))]
        if "topics" in said:
            return [News(str(topic), int(seq)) for topic, seq in said["topics"].items()]
        return [News(str(said["topic"]), int(said["seq"]))]
    except (ValueError, KeyError, TypeError, AttributeError):
        log.warning("a notice on %s makes no sense", CHANNEL)
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Whom a bus tells. All are called in the event loop; only `notices_missed` may take its time."""

    notice: Callable[[Notice], None]
    whisper: Callable[[str], None]
    """What another gateway said, or this one."""
    notices_missed: Callable[[], Awaitable[None]]
    """Notices are heard from now on; before, some may have been lost."""
    whispers_missed: Callable[[], None]
    """The same of whispers."""


class Bus(Protocol):
    """Lives as long as the process, through every loss of what it runs on."""

    @property
    def connected(self) -> bool:
        """Whether everything is heard now."""

    async def run(self) -> None:
        """Hear and speak until cancelled."""

    def whisper(self, text: str, *, topic: str = "") -> None:
        """Tell the other gateways, those that follow a topic or all. Never waits; while the bus is
        away it is lost. What one gateway says arrives in order."""

    def follow(self, topic: str) -> None:
        """Hear what is whispered of a topic from now on. A bus may bring the others' too."""

    def unfollow(self, topic: str) -> None:
        """That of this topic is of no interest any more."""


Make = Callable[[Ears], Bus]
"""How a process gets its bus."""


def pauses() -> Iterator[float]:
    """Seconds between tries to connect, ever longer."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)
