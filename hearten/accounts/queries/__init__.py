"""Every reusable read of accounts; see each module for one noun."""

from hearten.accounts.queries.agreements import (
    acceptances_of,
    agreement_kinds,
    agreements_to_accept,
    agreements_to_join,
    agreements_visible_to,
    current_agreement,
    current_agreements,
)
from hearten.accounts.queries.blocks import block_pairs, blocked_with, blocks_made, is_blocked
from hearten.accounts.queries.keys import (
    has_recovery_codes,
    passkeys_of,
    recovery_codes_left,
    recovery_mark,
    totp_of,
)
from hearten.accounts.queries.people import (
    by_pseudonym,
    has_role,
    memberships_of,
    people_of,
    people_part,
    people_with,
    roles_of,
    supported_by,
)
from hearten.accounts.queries.programmes import (
    open_programmes,
    programme_of,
    programme_to_join,
    programmes_ever_of,
    programmes_of,
)
from hearten.accounts.queries.sessions import listener_for, sessions_of, sessions_valid

__all__ = [
    "acceptances_of",
    "agreement_kinds",
    "agreements_to_accept",
    "agreements_to_join",
    "agreements_visible_to",
    "block_pairs",
    "blocked_with",
    "blocks_made",
    "by_pseudonym",
    "current_agreement",
    "current_agreements",
    "has_recovery_codes",
    "has_role",
    "is_blocked",
    "listener_for",
    "memberships_of",
    "open_programmes",
    "passkeys_of",
    "people_of",
    "people_part",
    "people_with",
    "programme_of",
    "programme_to_join",
    "programmes_ever_of",
    "programmes_of",
    "recovery_codes_left",
    "recovery_mark",
    "roles_of",
    "sessions_of",
    "sessions_valid",
    "supported_by",
    "totp_of",
]
