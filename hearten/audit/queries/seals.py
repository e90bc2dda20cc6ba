"""The seals, in the order of the chain."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Range

from hearten.audit.models import Seal
from hearten.audit.rules import BEFORE_THE_FIRST, PRINT_BYTES, Head, Link

_AT_ONCE = 200
_NEWEST = 100


def head() -> Head:
    """The newest seal, or the place before the first."""
    newest = Seal.objects.order_by("-position").first()
    return _link(newest).head if newest is not None else BEFORE_THE_FIRST


def highest_sealed() -> int | None:
    """About the highest id under a seal: only the newest seals are looked at, and they may be over
    late events. Never too high."""
    newest = Seal.objects.order_by("-position").values_list("events", flat=True)[:_NEWEST]
    return max((ids[-1].upper - 1 for ids in newest), default=None)


def links() -> Iterator[Link]:
    """Every seal from the first on, some at a time; those added meanwhile come at the end."""
    position = 0
    while seals := list(Seal.objects.filter(position__gt=position).order_by("position")[:_AT_ONCE]):
        yield from map(_link, seals)
        position = seals[-1].position


def ranges_of(ids: Sequence[int]) -> Int8Multirange:
    """Ids in rising order as the column takes them. The database would join neighbours, at more cost."""
    runs: list[tuple[int, int]] = []
    for event_id in ids:
        begun = runs.pop() if runs and runs[-1][1] == event_id else (event_id, event_id)
        runs.append((begun[0], event_id + 1))
    return Int8Multirange([Range(first, after) for first, after in runs])


def _link(seal: Seal) -> Link:
    prints = bytes(seal.prints)
    return Link(
        position=seal.position,
        previous=bytes(seal.previous),
        at=seal.at,
        ids=_ids(seal.events, most=len(prints) // PRINT_BYTES),
        prints=prints,
        hash=bytes(seal.hash),
    )


def _ids(ranges: Any, *, most: int) -> list[int]:
    """The ids in some ranges; none if there are more than were sealed, for ranges that somebody
    stretched must not fill the memory."""
    if any(each.lower is None or each.upper is None for each in ranges):
        return []
    if sum(each.upper - each.lower for each in ranges) > most:
        return []
    return [event_id for each in ranges for event_id in range(each.lower, each.upper)]
