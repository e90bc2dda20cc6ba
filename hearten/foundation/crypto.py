"""Private text at rest: a data key per owner or conversation, wrapped by the installation's key.

The installation's keys live outside the database (a file or the environment), newest first, so a
dump alone opens nothing and keys can be rotated. Destroying a wrapped data key is erasure.
Content: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. Key wrap: AES-KW (RFC 3394).
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

WrappedKey = NewType("WrappedKey", bytes)
DataKey = NewType("DataKey", bytes)

_NONCE = 12


class Unreadable(Exception):  # noqa: N818
    """The text cannot be opened: its key was destroyed, is another's, or the bytes were changed."""


def installation_keys() -> tuple[bytes, ...]:
    """The installation's wrapping keys, 32 bytes each, newest first."""
    return _decode(tuple(settings.INSTALLATION_KEYS))


@lru_cache(maxsize=4)
def _decode(encoded: tuple[str, ...]) -> tuple[bytes, ...]:
    keys = tuple(base64.urlsafe_b64decode(key) for key in encoded)
    if not keys or any(len(key) != 32 for key in keys):
        raise ValueError("INSTALLATION_KEYS needs at least one key of 32 bytes in URL-safe base64")
    return keys


def new_wrapped_key() -> WrappedKey:
    """A fresh data key, already wrapped for storing."""
    return WrappedKey(aes_key_wrap(installation_keys()[0], os.urandom(32)))


@lru_cache(maxsize=4096)
def _unwrap(wrapped: bytes, keys: tuple[bytes, ...]) -> DataKey:
    for key in keys:
        try:
            return DataKey(aes_key_unwrap(key, wrapped))
        except InvalidUnwrap:
            continue
    raise Unreadable("no installation key opens this data key")


def unwrap(wrapped: bytes | memoryview | None) -> DataKey:
    """The data key behind a stored one. None (a destroyed key) is Unreadable."""
    if wrapped is None:
        raise Unreadable("the key was destroyed")
    return _unwrap(bytes(wrapped), installation_keys())


def rewrap(wrapped: bytes) -> WrappedKey:
    """The same data key under the newest installation key: the same bytes if it is already so."""
    return WrappedKey(aes_key_wrap(installation_keys()[0], unwrap(wrapped)))


def key_print(wrapped: bytes | memoryview) -> str:
    """Names a data key without telling it, the same however it is wrapped: for the proof that it was
    destroyed."""
    return hashlib.sha256(b"hearten data key\n" + unwrap(wrapped)).hexdigest()[:32]


def seal(key: DataKey, text: str, *, context: str) -> bytes:
    """Encrypt `text`. `context` (which field of which row) is authenticated: a sealed text copied
    into another row does not open there."""
    return seal_bytes(key, text.encode(), context=context)


def seal_bytes(key: DataKey, content: bytes, *, context: str) -> bytes:
    """As `seal`, of what is no text."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, context.encode())


def unseal(key: DataKey, sealed: bytes | memoryview, *, context: str) -> str:
    """Decrypt what `seal` made with the same key and context, or raise Unreadable."""
    return unseal_bytes(key, sealed, context=context).decode()


def unseal_bytes(key: DataKey, sealed: bytes | memoryview, *, context: str) -> bytes:
    """As `unseal`, of what `seal_bytes` made."""
    blob = bytes(sealed)
    try:
        return AESGCM(key).decrypt(blob[:_NONCE], blob[_NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("this does not open with this key and context") from error


def fingerprint(value: str, *, purpose: str) -> str:
    """A keyed hash (HMAC-SHA-256, hex) for comparing without keeping the value, apart by purpose."""
    return _fingerprint(installation_keys()[-1], value, purpose)


def signed(value: str, *, purpose: str) -> str:
    """A keyed hash with the newest installation key, for `is_signed`."""
    return _fingerprint(installation_keys()[0], value, purpose)


def is_signed(value: str, signature: str, *, purpose: str) -> bool:
    """Whether `signed` made it, with any installation key that is still there."""
    made = (_fingerprint(key, value, purpose) for key in installation_keys())
    return any(hmac.compare_digest(one, signature) for one in made)


def _fingerprint(installation_key: bytes, value: str, purpose: str) -> str:
    key = hmac.digest(installation_key, f"fingerprint:{purpose}".encode(), "sha256")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
