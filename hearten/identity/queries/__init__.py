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
    ReleaseNotice,
    disclosures_of,
    looks_of,
    notices_for,
    opening_of_case,
    openings_visible_to,
    reason_of,
    register_of,
    releases_for,
    releases_of,
    unseen_notices,
    unseen_releases,
    words_of,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "DetailsRead",
    "Notice",
    "Registered",
    "ReleaseNotice",
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
    "releases_for",
    "releases_of",
    "seal_context",
    "unseen_notices",
    "unseen_releases",
    "words_of",
]
