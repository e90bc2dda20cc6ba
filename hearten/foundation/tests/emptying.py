"""Append-only tables refuse TRUNCATE, by which tests that commit are tidied."""

from django.db import connection

_SLEEPERS = (
    "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
    r" FROM pg_trigger WHERE tgname LIKE '%\_not\_emptied'"
)


def let_tables_be_emptied() -> None:
    """Put those triggers to sleep: in the tests' own database alone, and in nothing the product can
    reach. A test of one wakes it within its transaction; a test that migrates makes them anew and
    has to call this again."""
    with connection.cursor() as cursor:
        cursor.execute(_SLEEPERS)
        for (sleep,) in cursor.fetchall():
            cursor.execute(sleep)
