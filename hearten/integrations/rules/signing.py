"""Signatures as Standard Webhooks says: HMAC-SHA256 over id, instant and body, in base64."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

SECRET_PREFIX = "whsec_"  # noqa: S105 - not a secret
_BYTES = 32


def new_signing_secret() -> str:
    """256 random bits, as receivers' libraries take them."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(given: Iterable[str], *, message_id: str, timestamp: int, body: str) -> str:
    """The header's value: a signature for each of these secrets, so that one can be changed while the
    other still holds."""
    content = f"{message_id}.{timestamp}.{body}".encode()
    return " ".join(f"v1,{_one(secret, content)}" for secret in given)


def _one(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
