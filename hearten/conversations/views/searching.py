"""Searching one's conversations. The words come by POST and are answered at once: they stand in no
address, and so in no history and no log."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import queries, throttle
from hearten.conversations.forms import SearchForm
from hearten.conversations.views.loading import Place, place
from hearten.foundation.errors import NotPossible


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: PersonRequest) -> HttpResponse:
    """In all one's conversations."""
    return _page(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def search_in(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """In one of them."""
    return _page(request, place(request, conversation_id))


def _page(request: PersonRequest, here: Place | None) -> HttpResponse:
    form = SearchForm(request.POST if request.method == "POST" else None)
    found, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            throttle.count_searching(request)
            found = queries.search(
                request.user,
                form.cleaned_data["words"],
                within=here.conversation.id if here else None,
                after=form.cleaned_data["after"],
            )
        except NotPossible as error:
            form.add_error("words", error.message)
            status = HTTPStatus.TOO_MANY_REQUESTS
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"here": here, "form": form, "found": found}
    return render(request, "conversations/search.html", context, status=status)
