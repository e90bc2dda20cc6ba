"""What the styleguide shows: sample data and one form in each state."""

from typing import Any

from django.http import QueryDict


def guide_context(params: QueryDict) -> dict[str, Any]:
    """The whole context of the styleguide; `theme` and `dir` of the address are honoured if known."""
    return {"theme": params.get("theme"), "direction": params.get("dir")}
