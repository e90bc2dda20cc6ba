"""Every read of emergency details and of who opened them."""

from hearten.identity.queries.details import (
    DetailsRead,
    details_of,
    has_details,
    opened,
    seal_context,
)
from hearten.identity.queries.exports import EXPORTED, TITLE, export_of
from hearten.identity.queries.openings import (
    Notice,
    Registered,
    disclosures_of,
    looks_of,
    notices_for,
    opening_of_case,
    openings_visible_to,
    reason_of,
    register_of,
    unseen_notices,
    words_of,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "DetailsRead",
    "Notice",
    "Registered",
    "details_of",
    "disclosures_of",
    "export_of",
    "has_details",
    "looks_of",
    "notices_for",
    "opened",
    "opening_of_case",
    "openings_visible_to",
    "reason_of",
    "register_of",
    "seal_context",
    "unseen_notices",
    "words_of",
]
