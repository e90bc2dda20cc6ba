"""How much one connection may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The gateway's bounds. Generous for a person, tight for a program gone wrong."""

    frames_per_second: float = 20.0
    """Steady rate of frames from one connection."""
    frames_burst: int = 100
    """How many may come at once after a quiet time: a reconnecting page sends all at once."""
    bad_frames: int = 20
    """How many senseless or excess frames a connection survives."""
    subscriptions: int = 64
    """Topics one connection may listen to."""
    unanswered: int = 256
    """Commands of one connection that wait for their answer."""
    connections_per_account: int = 32
    """Pages and devices one person may have open."""
    batch: int = 512
    """Commands handed to a domain together."""
    page: int = 200
    """Events read from the database at once."""
    buffered: int = 1024 * 1024
    """Bytes waiting for a reader that does not read, before it is cut."""
    stalled_seconds: float = 8.0
    """How long a cut or closed connection may take to say goodbye before it is dropped."""
    silent_seconds: float = 90.0
    """A client says something at least every `heartbeat_seconds`; after this it counts as gone.
    Browsers slow a hidden page's timers to once a minute."""
    heartbeat_seconds: float = 25.0
    revalidate_seconds: float = 60.0
    """How often sessions and subscriptions are checked again, beside being told at once."""


class Bucket:
    """A token bucket: `take` says whether one more is within the rate."""

    __slots__ = ("_burst", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def take(self, now: float) -> bool:
        """Take one token at this time (seconds of a monotonic clock); False when none is left."""
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
