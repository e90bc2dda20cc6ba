"""Every read of conversations."""

from hearten.conversations.queries.attached import attachment_ids_of
from hearten.conversations.queries.changes import (
    Target,
    targets_among,
    version_before,
    versions_of,
)
from hearten.conversations.queries.circles import (
    circle_line,
    circle_lines_after,
    circle_lines_before,
    own_words_in,
    unread_in_circles,
)
from hearten.conversations.queries.exports import EXPORTED, TITLE, export_of
from hearten.conversations.queries.lines import (
    carried_by,
    entries_after,
    goodbye_of,
    line_of,
    line_with_reactions,
    lines_after,
    lines_around,
    lines_before,
    text_of,
    unsent_in,
)
from hearten.conversations.queries.overview import Card, conversations_of, unread_total
from hearten.conversations.queries.people import (
    circles_visible_to,
    conversation_of,
    going_on_among,
    have_talked,
    newest_seq,
    newest_seqs,
    other_of,
    others_in,
    participants_of,
    people_of,
    present_in,
    unread_for_danger,
    visible_to,
)
from hearten.conversations.queries.reading import (
    how_far_read,
    read_by_other,
    shows_pictures,
    shows_read,
)
from hearten.conversations.queries.rows import Line, event_of, told
from hearten.conversations.queries.searching import Hit, Search, search
from hearten.conversations.queries.streams import lines_after_in
from hearten.conversations.queries.surroundings import Asked, Surroundings, surroundings_of

__all__ = [
    "EXPORTED",
    "TITLE",
    "Asked",
    "Card",
    "Hit",
    "Line",
    "Search",
    "Surroundings",
    "Target",
    "attachment_ids_of",
    "carried_by",
    "circle_line",
    "circle_lines_after",
    "circle_lines_before",
    "circles_visible_to",
    "conversation_of",
    "conversations_of",
    "entries_after",
    "event_of",
    "export_of",
    "going_on_among",
    "goodbye_of",
    "have_talked",
    "how_far_read",
    "line_of",
    "line_with_reactions",
    "lines_after",
    "lines_after_in",
    "lines_around",
    "lines_before",
    "newest_seq",
    "newest_seqs",
    "other_of",
    "others_in",
    "own_words_in",
    "participants_of",
    "people_of",
    "present_in",
    "read_by_other",
    "search",
    "shows_pictures",
    "shows_read",
    "surroundings_of",
    "targets_among",
    "text_of",
    "told",
    "unread_for_danger",
    "unread_in_circles",
    "unread_total",
    "unsent_in",
    "version_before",
    "versions_of",
    "visible_to",
]
