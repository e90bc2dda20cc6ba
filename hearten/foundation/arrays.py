"""Asking for many rows at once: however many ids there are, they are one parameter.

Django's `__in` makes a placeholder of each, which costs more than the question where there are hundreds.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import orjson
from django.db.models import BooleanField, F, Func, UUIDField, Value


def is_any_of(column: str, ids: Collection[UUID]) -> Func:
    """For `filter`: whether a column of ids holds one of these."""
    among = Func(Value([*ids]), template="ANY(%(expressions)s::uuid[])", output_field=UUIDField())
    return Func(
        F(column),
        among,
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )


def as_array(values: Sequence[UUID | int | str | bytes | None]) -> str:
    """Values as PostgreSQL reads an array from text, for a parameter with a cast ("%s::uuid[]").

    The driver writes a list element by element, which for hundreds of messages costs more than storing
    them. Words have to be codes: what JSON writes with a letter behind the backslash, a line break for
    one, PostgreSQL would read as that letter.
    """
    plain = [f"\\x{one.hex()}" if isinstance(one, bytes) else one for one in values]
    return "{" + orjson.dumps(plain)[1:-1].decode() + "}"
