"""A digest of what a demo holds, without what is random on purpose: keys, ciphertexts, the hash."""

import hashlib
import json
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Identifier

from hearten.conversations import queries as conversations
from hearten.demo.bulk.tables import TABLES

_ALSO = ("forum_space", "forum_face", "forum_thread", "forum_post", "groups_seat")
"""Of the written programme only: the crowd is not copied into them."""
_RANDOM = {"wrapped_key", "password"}


def rows_of(table: str) -> list[dict[str, Any]]:
    """A table's rows without their random columns, in an order that is the same each time. Numbers
    given by the database are left out; of a sealed text only whether there is one."""
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT * FROM {}").format(Identifier(table)))
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    kept = [
        {
            name: bool(value) if name.startswith("sealed_") else value
            for name, value in row.items()
            if name not in _RANDOM and not (name == "id" and isinstance(value, int))
        }
        for row in rows
    ]
    return sorted(kept, key=lambda row: json.dumps(row, default=str))


def digest() -> str:
    """Of every table a person appears in, and every message as it reads."""
    found: dict[str, Any] = {table: rows_of(table) for table in (*TABLES, *_ALSO)}
    found["texts"] = [
        [conversation, [(line.seq, line.text) for line in _lines(conversation)]]
        for conversation in sorted(str(row["id"]) for row in found["conversations_conversation"])
    ]
    return hashlib.sha256(json.dumps(found, default=str).encode()).hexdigest()


def _lines(conversation_id: Any) -> Any:
    return conversations.lines_after(conversation_id, 0, 1000)
