"""How much one connection, and one person over all of theirs, may ask for."""

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
    person_frames_per_second: float = 40.0
    """Steady rate of frames from all connections of one person. Somebody who writes as fast as they
    can sends one message a second, a sign of typing every three, and a ping every 25 for each page."""
    person_frames_burst: int = 400
    """32 pages that come back at once say about 100 frames; more is for what waited unsent."""
    person_bytes_per_second: float = 64 * 1024.0
    """Steady rate of bytes from all connections of one person: hundreds of times the fastest typing."""
    person_bytes_burst: int = 4 * 1024 * 1024
    """A hundred of the longest messages, waiting since the connection was lost."""
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
    look_again_seconds: float = 30.0
    """How often every topic is asked where it stands, beside being told at once."""


class Bucket:
    """A token bucket: `take` says whether one more is within the rate."""

    __slots__ = ("_burst", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def take(self, now: float, count: int = 1) -> bool:
        """Take tokens at this time (seconds of a monotonic clock); False when too few are left."""
        self._fill(now)
        if self._tokens < count:
            return False
        self._tokens -= count
        return True

    def full(self, now: float) -> bool:
        """Whether nothing was taken for so long that a new bucket would be the same."""
        self._fill(now)
        return self._tokens >= self._burst

    def _fill(self, now: float) -> None:
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now


class Allowance:
    """What one person may still send, over all their connections to this process."""

    __slots__ = ("_bytes", "_frames")

    def __init__(self, limits: Limits, now: float) -> None:
        self._frames = Bucket(limits.person_frames_per_second, limits.person_frames_burst, now)
        self._bytes = Bucket(limits.person_bytes_per_second, limits.person_bytes_burst, now)

    def take(self, now: float, size: int) -> bool:
        """Count a frame of so many bytes; False when it is more than the person may send."""
        return self._frames.take(now) and self._bytes.take(now, size)

    def full(self, now: float) -> bool:
        """Whether it can be forgotten."""
        return self._frames.full(now) and self._bytes.full(now)
