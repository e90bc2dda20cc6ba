"""Asking for many rows at once: however many ids there are, they are one parameter.

Django's `__in` makes a placeholder of each, which costs more than the question where there are hundreds.
"""

from collections.abc import Collection
from uuid import UUID

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
