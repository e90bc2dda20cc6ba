"""Private words, closed and opened. Who may is decided by who calls: see each caller's docstring."""

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.matching.models import Feedback, Pairing, SupportRequest

Sealing = SupportRequest | Pairing | Feedback


def context_of(row: Sealing, field: str) -> str:
    """The authenticated context of a sealed field."""
    return f"{row._meta.label}.{field}:{row.pk}"


def sealed(owner: Account, row: Sealing, field: str, words: str) -> bytes | None:
    """Words as they are stored in a row, with its owner's key; nothing for no words."""
    if not words:
        return None
    return crypto.seal(_key_of(owner), words, context=context_of(row, field))


def opened(owner: Account, row: Sealing, field: str) -> str:
    """The words, or nothing once the owner's key is destroyed: erased words stay erased."""
    stored: bytes | None = getattr(row, field)
    if stored is None or owner.wrapped_key is None:
        return ""
    return crypto.unseal(_key_of(owner), stored, context=context_of(row, field))


def _key_of(owner: Account) -> crypto.DataKey:
    wrapped = owner.wrapped_key
    return crypto.unwrap(None if wrapped is None else bytes(wrapped))


def words_of(request: SupportRequest) -> str:
    """What is going on, in the member's words: for the member and the supporter who is asked."""
    return opened(request.member, request, "sealed_words")


def handover_of(pairing: Pairing) -> str:
    """What the supporter passes on: for the member, and for the next supporter after a yes."""
    return opened(pairing.member, pairing, "sealed_handover")
