"""Secrets of tokens. They are random and long, so that a plain hash keeps them as well as a slow one."""

import hashlib
import secrets

PREFIX = "hearten_"
"""By which scanners for leaked secrets know one."""
OPENING = len(PREFIX) + 6
"""How many letters are kept to tell tokens apart."""
DAYS = (30, 90, 365)
"""For how long one is made."""
NAME_MOST = 60
PER_MINUTE = 120
"""Questions one may ask within a minute."""


def new_secret() -> str:
    """256 random bits behind the prefix."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opening_of(secret: str) -> str:
    """Its first letters, by which a manager knows it again."""
    return secret[:OPENING]
