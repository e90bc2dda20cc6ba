"""The copy on a phone: what goes there, the page that opens it, and the worker that keeps the page."""

import json
from functools import cache
from importlib import resources

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from hearten.accounts.access import PersonRequest, signed_in
from hearten.toolkit import queries

_FILES = (
    "ui/css/tokens.css",
    "ui/css/base.css",
    "ui/css/components.css",
    "ui/fonts/atkinson-next-latin-400.woff2",
    "ui/fonts/atkinson-next-latin-700.woff2",
    "ui/icon.svg",
    "ui/js/leave.js",
    "ui/js/page.js",
    "crisis/lines.css",
    "toolkit/plan.css",
    "toolkit/vault.js",
    "toolkit/offline.js",
)


@signed_in
def phone(request: PersonRequest) -> HttpResponse:
    """Keep a copy on this phone, or take it away again."""
    plan = queries.plan_of(request.user)
    return render(request, "toolkit/phone.html", {"plan": plan})


@require_GET
@signed_in
def copy(request: PersonRequest) -> HttpResponse:
    """What goes on the phone, for its owner's own browser; nothing where no plan is written."""
    made = queries.copy_of(request.user, request.programme)
    return JsonResponse(made) if made else HttpResponse(status=204)


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page that opens the copy. It holds nothing of anybody and asks the database nothing."""
    return HttpResponse(render_to_string("toolkit/offline.html"))


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses of all that the page needs."""
    shell = {
        "page": reverse("toolkit:offline"),
        "files": [static(name) for name in _FILES],
    }
    text = f"const SHELL = {json.dumps(shell)};\n{_source()}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@cache
def _source() -> str:
    return (resources.files("hearten.toolkit") / "shipped" / "worker.js").read_text("utf-8")
