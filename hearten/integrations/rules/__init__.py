"""What is decided without a database: tokens, and cursors of pages."""

from hearten.integrations.rules.cursors import Cursor, cursor_of
from hearten.integrations.rules.tokens import (
    DAYS,
    NAME_MOST,
    OPENING,
    PER_MINUTE,
    PREFIX,
    hash_of,
    new_secret,
    opening_of,
)

__all__ = [
    "DAYS",
    "NAME_MOST",
    "OPENING",
    "PER_MINUTE",
    "PREFIX",
    "Cursor",
    "cursor_of",
    "hash_of",
    "new_secret",
    "opening_of",
]
