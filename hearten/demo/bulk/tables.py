"""The tables a crowd is copied into.

Named here as they are in the database, not taken from the domains' models, which are private to
their domains. A column that is missing or wrong is refused by PostgreSQL, constraints included.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

TABLES = (
    "accounts_account",
    "accounts_membership",
    "accounts_acceptance",
    "profiles_profile",
    "profiles_profiletopic",
    "matching_supportersettings",
    "matching_supportrequest",
    "matching_proposal",
    "matching_pairing",
    "matching_feedback",
    "conversations_conversation",
    "conversations_triagemark",
    "conversations_participant",
    "conversations_message",
)
"""Parents first."""


class Rows:
    """Rows of one chunk, by table. All rows of a table name the same columns in the same order."""

    def __init__(self) -> None:
        self._columns: dict[str, Sequence[str]] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}

    def add(self, table: str, **values: Any) -> None:
        """Add one row; each keyword is a column."""
        self._columns.setdefault(table, tuple(values))
        self._rows[table].append(tuple(values.values()))

    @transaction.atomic
    def copy(self) -> int:
        """Copy them in one transaction; gives how many. PostgreSQL keeps a note of every foreign
        key until the commit, so a chunk must stay small."""
        with connection.cursor() as cursor:
            for table, rows in self._rows.items():
                if rows:
                    _copy(cursor, table, self._columns[table], rows)
        return sum(len(rows) for rows in self._rows.values())


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    # Every name is written in this package, none comes from outside.
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def analyse() -> None:
    """Tell PostgreSQL's planner how much there is now."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
