"""Arrays written as text are read by PostgreSQL as they were."""

from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from hearten.foundation.arrays import as_array

# No control characters: the docstring says so. No halves of pairs: they are no text.
CODES = some.text(some.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


def _read(values, kind):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one FROM unnest(%s::{kind}[]) AS one", [as_array(values)])  # noqa: S608
        return [bytes(one) if kind == "bytea" and one is not None else one for [one] in cursor]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("uuid", []),
        ("uuid", [UUID(int=1), None, UUID(int=2**128 - 1)]),
        ("bigint", [1, None, -(2**63), 2**63 - 1]),
        ("bytea", [b"", b'\\x00\x00\xff"{},', None]),
        ("text", ['a"b', "c\\d", "{e,f}", "NULL", "", None, "ü😀"]),
    ],
)
def test_values_come_back_as_they_were(kind, values):
    assert _read(values, kind) == values


@pytest.mark.django_db
def test_any_code_comes_back_as_it_was():
    @given(some.lists(CODES, max_size=5))
    def comes_back(values):
        assert _read(values, "text") == values

    comes_back()
