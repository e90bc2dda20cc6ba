"""Reading the record and its seals."""

from hearten.audit.queries.checking import check
from hearten.audit.queries.events import Waiting, events_about, lines_of, unsealed_lines, waiting
from hearten.audit.queries.seals import head, highest_sealed, links, ranges_of

__all__ = [
    "Waiting",
    "check",
    "events_about",
    "head",
    "highest_sealed",
    "lines_of",
    "links",
    "ranges_of",
    "unsealed_lines",
    "waiting",
]
