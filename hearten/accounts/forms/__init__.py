"""Parsing what people send."""

from django.http import HttpRequest, QueryDict


def given(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if empty, or nothing when the page is only asked
    for."""
    return request.POST if request.method == "POST" else None
