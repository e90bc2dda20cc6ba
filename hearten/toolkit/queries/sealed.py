"""Private words, opened. Who may is decided by who calls."""

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.toolkit.models import Entry, Suggestion


def entry_context(entry: Entry, field: str) -> str:
    """The authenticated context of a sealed field of an entry: text or phone."""
    return f"toolkit.Entry.{field}:{entry.pk}"


def suggestion_context(suggestion: Suggestion) -> str:
    """The authenticated context of a sealed suggestion."""
    return f"toolkit.Suggestion.text:{suggestion.pk}"


def opened(owner: Account, stored: bytes | memoryview | None, context: str) -> str:
    """The words, or nothing once the owner's key is destroyed: erased words stay erased."""
    if stored is None or owner.wrapped_key is None:
        return ""
    return crypto.unseal(crypto.unwrap(owner.wrapped_key), stored, context=context)
