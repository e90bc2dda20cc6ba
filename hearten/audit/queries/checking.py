"""Checking the whole record against its seals, in bounded memory."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from hearten.audit.queries.events import lines_of, waiting
from hearten.audit.queries.seals import links
from hearten.audit.rules import BEFORE_THE_FIRST, Head, Link, Verdict, fault_in, late_under
from hearten.foundation import clock

SEALED_WITHIN = timedelta(minutes=5)
"""The sealer runs each minute: what has no seal by then was added past it, or it does not run."""
_EVENTS_AT_ONCE = 5000


def check(anchors: Iterable[Head] = ()) -> Verdict:
    """Recompute every seal over what is stored now, compare the chain with what was kept outside,
    and look for events without a seal. Stops at the first thing that does not hold."""
    kept = sorted(set(anchors), key=lambda anchor: anchor.position)
    head, events, late, confirmed = BEFORE_THE_FIRST, 0, 0, 0
    for link, lines in _links_with_lines():
        fault = fault_in(link, after=head, lines=lines)
        while fault is None and kept and kept[0].position == link.position:
            fault = _unlike(kept.pop(0), link.head, confirmed)
            confirmed = link.position
        if fault is not None:
            return Verdict(head=head, events=events, fault=fault)
        head, events = link.head, events + len(link.ids)
        late += late_under(link, lines)
    if kept:
        return Verdict(head=head, events=events, fault=_cut_off(kept[0], head))
    left = waiting(since=clock.now() - SEALED_WITHIN)
    fault = _overdue(left.overdue, left.first_overdue)
    return Verdict(head=head, events=events, late=late, waiting=left.total, fault=fault)


def _links_with_lines() -> Iterator[tuple[Link, dict[int, str]]]:
    """Every seal with the stored events it covers, read for many seals at once."""
    group: list[Link] = []
    events = 0
    for link in links():
        group.append(link)
        events += len(link.ids)
        if events >= _EVENTS_AT_ONCE:
            yield from _with_lines(group)
            group, events = [], 0
    yield from _with_lines(group)


def _with_lines(group: list[Link]) -> Iterator[tuple[Link, dict[int, str]]]:
    lines = lines_of([event_id for link in group for event_id in link.ids]) if group else {}
    return ((link, lines) for link in group)


def _unlike(anchor: Head, head: Head, confirmed: int) -> str | None:
    if anchor.hash == head.hash:
        return None
    since = f" after seal {confirmed}, which an anchor confirms" if confirmed else ""
    return (
        f"seal {head.position} is not the one anchored as of {anchor.at.isoformat()}: the record was"
        f" written anew{since}"
    )


def _cut_off(anchor: Head, head: Head) -> str:
    return (
        f"the record ends at seal {head.position}, but seal {anchor.position} was anchored as of"
        f" {anchor.at.isoformat()}: its end was cut off"
    )


def _overdue(count: int, first: int | None) -> str | None:
    if not count:
        return None
    minutes = SEALED_WITHIN // timedelta(minutes=1)
    return (
        f"older than {minutes} minutes and without a seal: {count}, the first is event {first}. Added"
        " past Hearten, or their seals were taken away, or the jobs process does not run"
    )
