"""What is said: about 160 bytes of text, the same on every server."""

import random
from collections.abc import Iterator
from itertools import count

WORDS = "I slept a little better, and this morning I went outside before it got loud. "


def text(number: int, times: int = 1) -> str:
    """One message, and its number; so many times as long."""
    return WORDS * 2 * times + f"({number})"


def client_ids() -> Iterator[str]:
    """Ids chosen by the sender, different in every run."""
    run = random.getrandbits(32)
    return (f"{run:08x}-0000-4000-8000-{n:012x}" for n in count())


def percentile(times: list[float], share: float) -> float:
    """In milliseconds, of times in seconds; 0 of none."""
    if not times:
        return 0.0
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000
