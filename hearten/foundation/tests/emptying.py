"""Tests that commit leave rows behind, which are taken away after each."""

from django.core.management import call_command
from django.db import connection, transaction

_SLEEPERS = (
    "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
    r" FROM pg_trigger WHERE tgname LIKE '%\_not\_emptied'"
)
_EMPTY = """
DO $$
DECLARE named text; filled boolean;
BEGIN
    FOR named IN
        SELECT quote_ident(relname) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', named) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %s', named);
        END IF;
    END LOOP;
END $$
"""


def empty_tables() -> None:
    """Delete every row of every table that has some. Whose user may not put triggers and foreign keys to
    sleep, as a superuser may, has it Django's way, TRUNCATE of all tables and making permissions anew:
    half a second. Django knows tables of models only; jobs and throttles have none that it manages."""
    if _may_put_to_sleep():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_EMPTY)
        return
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        cursor.execute("TRUNCATE throttle_cache")


def _may_put_to_sleep() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def let_tables_be_emptied() -> None:
    """Append-only tables refuse TRUNCATE. Put those triggers to sleep: in the tests' own database alone,
    and in nothing the product can reach. A test of one wakes it within its transaction; a test that
    migrates makes them anew and has to call this again."""
    with connection.cursor() as cursor:
        cursor.execute(_SLEEPERS)
        for (sleep,) in cursor.fetchall():
            cursor.execute(sleep)
