"""Reading on in many conversations at once: what another gateway wrote, and what a crowd missed that
comes back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from hearten.conversations.models import Conversation, Message
from hearten.conversations.queries.attached import carrying
from hearten.conversations.queries.changes import as_they_stand
from hearten.conversations.queries.rows import Line, opened_in
from hearten.foundation.arrays import as_array

After = tuple[UUID, int, int]
"""A conversation, the number after which, how many rows at most."""

_AFTER = f"""
SELECT asked.place, asked.id, conversation.wrapped_key, came.sealed_text, came.seq, came.kind,
    came.author_id, came.client_id, came.at, came.about_seq, came.attached
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) WITH ORDINALITY AS asked (id, after, most, place)
JOIN {Conversation._meta.db_table} AS conversation ON conversation.id = asked.id
CROSS JOIN LATERAL (
    SELECT * FROM {Message._meta.db_table} AS message
    WHERE message.conversation_id = asked.id AND message.seq > asked.after
    ORDER BY message.seq LIMIT asked.most
) AS came
ORDER BY asked.place, came.seq
"""  # noqa: S608 - the tables' names are ours


def lines_after_in(asked: Sequence[After]) -> list[list[Line]]:
    """What `lines_after` gives, of each of these, in the same order. Two queries however many there are,
    and two more for a conversation in which something is carried."""
    came: list[list[Line]] = [[] for _ in asked]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(_AFTER, [*map(as_array, zip(*asked, strict=True))])
            rows = cursor.fetchall()
        for (place, *_rest), (_id, line) in zip(
            rows, opened_in(row[1:] for row in rows), strict=True
        ):
            came[place - 1].append(line)
    ids = [id_ for id_, _after, _most in asked]
    standing = as_they_stand([*zip(ids, came, strict=True)])
    return [carrying(id_, lines) for id_, lines in zip(ids, standing, strict=True)]
