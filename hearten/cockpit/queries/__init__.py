"""Reading meetings: as one of their people finds them, and what is counted of them."""

from hearten.cockpit.queries.exports import EXPORTED, TITLE, export_of
from hearten.cockpit.queries.notes import (
    Counts,
    Read,
    counts_in,
    kept_apart,
    notes_of,
    read_note,
    text_found,
)
from hearten.cockpit.queries.runs import (
    forgotten,
    last_run,
    open_run,
    present_in,
    way_of,
)
from hearten.cockpit.queries.sealed import (
    host_context,
    note_context,
    rating_context,
    rating_of,
    takes_context,
    takes_of,
)
from hearten.cockpit.queries.stage import (
    Somebody,
    Stage,
    Taken,
    ToldHosts,
    host_words_for,
    own_answers,
    stage_for,
    takes_for,
    was_at,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "Counts",
    "Read",
    "Somebody",
    "Stage",
    "Taken",
    "ToldHosts",
    "counts_in",
    "export_of",
    "forgotten",
    "host_context",
    "host_words_for",
    "kept_apart",
    "last_run",
    "note_context",
    "notes_of",
    "open_run",
    "own_answers",
    "present_in",
    "rating_context",
    "rating_of",
    "read_note",
    "stage_for",
    "takes_context",
    "takes_for",
    "takes_of",
    "text_found",
    "was_at",
    "way_of",
]
