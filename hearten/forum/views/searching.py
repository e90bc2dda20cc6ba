"""Searching the community. The words come by POST and are answered at once: they stand in no address,
and so in no history and no log."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import queries
from hearten.forum.forms import SearchForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def search(request: PersonRequest) -> HttpResponse:
    """In every space this person can read."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found, page, status = None, 1, HTTPStatus.OK
    if form.is_valid():
        words, page = form.cleaned_data["words"], form.cleaned_data["page"] or 1
        found = queries.search(request.user, request.programme, words, page=page)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "found": found, "page": page}
    return render(request, "forum/search.html", context, status=status)
