"""Whose turn is it? The one who has waited longest, with a bounded head start for "now"."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from hearten.matching.rules.need import Kind, Need

HEAD_START = timedelta(hours=24)
"""How much longer somebody who needs a person now counts as having waited.

Bounded on purpose. A request for the coming weeks is overtaken only by those for now that come
within a day of it, so a steady stream of them cannot starve it; and since waiting counts in full
for both, neither can the weeks starve the others.
"""


class NotWaitingError(LookupError):
    """The request is not in this queue: it was answered or cancelled. Show its new state."""


def queue_key(need: Need) -> tuple[datetime, UUID]:
    """The smallest key is next: waiting time first, then the request's id, which is arbitrary."""
    head_start = HEAD_START if need.kind is Kind.NOW else timedelta(0)
    return need.waiting_since - head_start, need.request_id


def place_in_queue(needs: Iterable[Need], request_id: UUID) -> int:
    """The place of a request among those that wait; 1 is next.

    A place is not a promise of the order of answers: somebody further back may fit a supporter
    whom nobody before them fits.
    """
    keys = {need.request_id: queue_key(need) for need in needs}
    if request_id not in keys:
        raise NotWaitingError(f"Request {request_id} is not waiting.")
    return 1 + sum(key < keys[request_id] for key in keys.values())
