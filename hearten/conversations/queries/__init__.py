"""Every read of conversations."""

from hearten.conversations.queries.exports import EXPORTED, TITLE, export_of
from hearten.conversations.queries.lines import (
    Line,
    event_of,
    goodbye_of,
    line_of,
    lines_after,
    lines_before,
    lines_with,
    text_of,
    texts_among,
    with_quotes,
)
from hearten.conversations.queries.overview import Card, conversations_of, unread_total
from hearten.conversations.queries.people import (
    conversation_of,
    have_talked,
    newest_seq,
    other_of,
    others_in,
    participants_of,
    people_of,
    present_in,
    seats_in,
    unread_for_danger,
    visible_to,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "Card",
    "Line",
    "conversation_of",
    "conversations_of",
    "event_of",
    "export_of",
    "goodbye_of",
    "have_talked",
    "line_of",
    "lines_after",
    "lines_before",
    "lines_with",
    "newest_seq",
    "other_of",
    "others_in",
    "participants_of",
    "people_of",
    "present_in",
    "seats_in",
    "text_of",
    "texts_among",
    "unread_for_danger",
    "unread_total",
    "visible_to",
    "with_quotes",
]
