"""Whether the process that began something still lives, without waiting for a lease to run out.

PostgreSQL gives a session's locks back the moment the session ends, whoever or whatever ended it. A
machine that vanishes without a word keeps its sessions until the connection is given up: a lease must
bound that case.
"""

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

_SIGNS = 0x6C696665  # "life": the first number of these locks
_SPAN = 2**31


@contextmanager
def sign_of_life() -> Iterator[int]:
    """A number that is locked while this block runs and its database session lives. Write it beside
    what you begin."""
    sign = secrets.randbelow(_SPAN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_SIGNS, sign])
    try:
        yield sign
    finally:
        # A session that is lost gave its locks back.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SIGNS, sign])


def ended(signs: Collection[int]) -> set[int]:
    """Those of these that nobody holds. Within a transaction: until it ends, whoever else asks is
    told that they are held, so that one alone takes over. Never ask about a sign of one's own session."""
    if not signs:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one FROM unnest(%s::int[]) AS one WHERE pg_try_advisory_xact_lock(%s, one)",
            [sorted(signs), _SIGNS],
        )
        return {row[0] for row in cursor.fetchall()}
