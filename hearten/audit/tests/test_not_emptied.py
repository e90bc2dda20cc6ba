"""What refuses DELETE refuses TRUNCATE, in whatever domain it lives."""

import pytest
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db


def _tables_with(trigger: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = tgrelid::regclass::text || %s",
            [trigger],
        )
        return {table for (table,) in cursor.fetchall()}


def test_every_append_only_table_is_guarded() -> None:
    assert "audit_event" in _tables_with("_append_only")
    assert _tables_with("_not_emptied") == _tables_with("_append_only")


def test_none_can_be_emptied() -> None:
    for table in sorted(_tables_with("_append_only")):
        with connection.cursor() as cursor:
            # Asleep in the tests' database (conftest.py).
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_not_emptied")
            with pytest.raises(DatabaseError, match=f"{table} is append"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
