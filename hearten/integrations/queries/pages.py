"""A page of a list in the order of an instant."""

from typing import Any

from django.db.models import Q, QuerySet

from hearten.integrations.rules import Cursor


def page_after(
    rows: QuerySet[Any], by: str, after: Cursor | None, most: int, *, newest_first: bool
) -> tuple[list[Any], Cursor | None]:
    """Up to `most` rows after a cursor, in the order of the field `by`, and the cursor after them; None
    where nothing follows. What comes in meanwhile is neither missed nor there twice."""
    sign, beyond = ("-", "lt") if newest_first else ("", "gt")
    if after is not None:
        same = Q(**{by: after.at, f"pk__{beyond}": after.key})
        rows = rows.filter(Q(**{f"{by}__{beyond}": after.at}) | same)
    found = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: most + 1])
    if len(found) <= most:
        return found, None
    last = found[most - 1]
    return found[:most], Cursor(getattr(last, by), last.pk)
