"""What is the person's: a copy to take along, who looked at it, and being erased. Also for somebody who
is suspended: it is theirs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import actions, exporting, ports, queries
from hearten.accounts.access import ReaderRequest, signed_in_or_suspended
from hearten.accounts.views.confirming import confirmed_reader
from hearten.foundation.errors import NotPossible

PER_PAGE = 25
FILE = "my-notes.zip"
"""The name tells nothing to whoever sees it among the downloads."""


@signed_in_or_suspended
def data(request: ReaderRequest) -> HttpResponse:
    """What is kept, and what the person can do with it."""
    page = {"erasure": queries.open_erasure(request.reader)}
    return render(request, "accounts/data.html", page)


@signed_in_or_suspended
@confirmed_reader
def take(request: ReaderRequest) -> HttpResponseBase:
    """A copy of everything that is theirs, made while it is sent."""
    if request.method != "POST":
        return render(request, "accounts/take_data.html")
    actions.record_export(account=request.reader, by=request.reader)
    language, zone = get_language() or "en", request.reader.time_zone
    pieces = exporting.stream(request.reader, language=language, zone=zone)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


@signed_in_or_suspended
def looks(request: ReaderRequest) -> HttpResponse:
    """Who of the programme looked at something of theirs, when, as what and why."""
    found = Paginator(ports.looks_of(request.reader), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "accounts/looks.html", {"page": page})


@signed_in_or_suspended
@confirmed_reader
def erase(request: ReaderRequest) -> HttpResponseBase:
    """What goes, what stays and why; then the person asks for it."""
    trouble = ""
    if request.method == "POST":
        try:
            actions.ask_erasure(account=request.reader, by=request.reader)
            return redirect("accounts:data")
        except NotPossible as error:
            trouble = error.message
    page = {"erasure": queries.open_erasure(request.reader), "trouble": trouble}
    return render(request, "accounts/erase.html", page, status=422 if trouble else 200)


@require_POST
@signed_in_or_suspended
def stay(request: ReaderRequest) -> HttpResponse:
    """The person stays; whoever holds the device may do this without showing who they are."""
    actions.cancel_erasure(account=request.reader, by=request.reader)
    messages.success(request, _("You stay. Nothing was taken away."))
    return redirect("accounts:data")
