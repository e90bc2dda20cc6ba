"""Pages with a part that changes while somebody looks at it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hearten.accounts.access import PersonRequest


def fresh(request: PersonRequest, page: str, part: str, context: Mapping[str, Any]) -> HttpResponse:
    """The whole page, or to htmx only its part; 204 when that is as the reader has it already:
    then nothing is swapped, so nobody loses their place and nothing is read out again."""
    text = render_to_string(part, dict(context), request=request)
    digest = sha256(text.encode()).hexdigest()[:16]
    whole = dict(context) | {"part": text, "digest": digest}
    if not request.headers.get("HX-Request"):
        return render(request, page, whole)
    if request.GET.get("seen") == digest:
        return HttpResponse(status=204)
    return render(request, "matching/fresh.html", whole)
