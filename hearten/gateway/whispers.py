"""What gateways tell each other: who listens there and who signals, by ids. Never a word or a name.

Whatever comes in, reading it gives a Whisper or None: the bus is not believed to be well-formed.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

log = logging.getLogger(__name__)

TOGETHER = 40
"""People who come, go and signal in one whisper: PostgreSQL carries less than 8,000 bytes at once."""

Signalled = tuple[UUID, str]
"""Who signals what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """What one gateway says of a topic, or without one of itself: that it is there."""

    by: str
    topic: str = ""
    asks: bool = False
    """It wants to be told everything, of this topic or of all."""
    whole: bool = False
    """`here` is everybody it has; what it said before is void."""
    rest: bool = False
    """It goes on with what came before."""
    more: bool = False
    """It goes on with what comes next."""
    here: Sequence[UUID] = ()
    gone: Sequence[UUID] = ()
    signals: Sequence[Signalled] = ()


def in_pieces(whisper: Whisper) -> Iterator[str]:
    """As text, in as many pieces as it takes."""
    here, gone, signals = whisper.here, whisper.gone, whisper.signals
    size = max(len(here), len(gone), len(signals), 1)
    for start in range(0, size, TOGETHER):
        end = start + TOGETHER
        piece = replace(
            whisper,
            here=here[start:end],
            gone=gone[start:end],
            signals=signals[start:end],
            rest=start > 0,
            more=end < size,
        )
        yield _text(piece)


def _text(whisper: Whisper) -> str:
    said = {
        "by": whisper.by,
        "topic": whisper.topic,
        "asks": whisper.asks,
        "whole": whisper.whole,
        "rest": whisper.rest,
        "more": whisper.more,
        "here": [str(id_) for id_ in whisper.here],
        "gone": [str(id_) for id_ in whisper.gone],
        "signals": [[str(id_), name] for id_, name in whisper.signals],
    }
    return json.dumps({key: value for key, value in said.items() if value}, separators=(",", ":"))


def read(text: str) -> Whisper | None:
    """What was said; None when it says nothing we know."""
    try:
        said: Mapping[str, Any] = json.loads(text)
        return Whisper(
            by=str(said["by"]),
            topic=str(said.get("topic", "")),
            asks=said.get("asks") is True,
            whole=said.get("whole") is True,
            rest=said.get("rest") is True,
            more=said.get("more") is True,
            here=_ids(said.get("here", ())),
            gone=_ids(said.get("gone", ())),
            signals=tuple((UUID(id_), str(name)) for id_, name in said.get("signals", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        log.warning("another gateway said something that makes no sense")
        return None


def _ids(given: Sequence[str]) -> tuple[UUID, ...]:
    return tuple(UUID(id_) for id_ in given)
