"""Reading the record and its seals."""

from hearten.audit.queries.checking import check
from hearten.audit.queries.events import (
    Waiting,
    accesses_to,
    events_about,
    events_by,
    lines_of,
    unsealed_lines,
    waiting,
)
from hearten.audit.queries.seals import head, highest_sealed, links, ranges_of

__all__ = [
    "Waiting",
    "accesses_to",
    "check",
    "events_about",
    "events_by",
    "head",
    "highest_sealed",
    "lines_of",
    "links",
    "ranges_of",
    "unsealed_lines",
    "waiting",
]
