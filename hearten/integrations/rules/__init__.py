"""What is decided without a database: tokens, cursors of pages, signatures, and when to tell again."""

from hearten.integrations.rules.carrying import (
    ADDRESS_MOST,
    GIVEN_UP_AFTER_SECONDS,
    GONE,
    KEPT,
    LEASE,
    OFF_AFTER,
    OLD_SECRET_GOOD_FOR,
    SEND_SECONDS,
    WEBHOOKS_MOST,
    again_after,
    is_taken,
)
from hearten.integrations.rules.cursors import Cursor, cursor_of
from hearten.integrations.rules.signing import SECRET_PREFIX, new_signing_secret, signature
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
    "ADDRESS_MOST",
    "DAYS",
    "GIVEN_UP_AFTER_SECONDS",
    "GONE",
    "KEPT",
    "LEASE",
    "NAME_MOST",
    "OFF_AFTER",
    "OLD_SECRET_GOOD_FOR",
    "OPENING",
    "PER_MINUTE",
    "PREFIX",
    "SECRET_PREFIX",
    "SEND_SECONDS",
    "WEBHOOKS_MOST",
    "Cursor",
    "again_after",
    "cursor_of",
    "hash_of",
    "is_taken",
    "new_secret",
    "new_signing_secret",
    "opening_of",
    "signature",
]
