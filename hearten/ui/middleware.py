"""True of every page: nothing is stored, no address is a blank page, and an expected refusal is one
kind screen."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hearten.foundation.errors import HeartenError, Invalid, NotAllowed, NotPossible

GetResponse = Callable[[HttpRequest], HttpResponse]
_STATUS: dict[type[HeartenError], int] = {NotAllowed: 403, NotPossible: 409, Invalid: 422}


def no_store(get_response: GetResponse) -> GetResponse:
    """Keep every answer out of all caches, so that Back shows nothing private, but static files and the
    few that are the same for everybody (ui.caching)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(response, "checked_each_time", False):
            response["Cache-Control"] = "no-cache"
        elif not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        return response

    return answer


def no_blank_page(get_response: GetResponse) -> GetResponse:
    """Say something where a form sends to and nothing can be read. Back leads there."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        unread = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        if request.method != "GET" or not unread:
            return response
        page = HttpResponse(render_to_string("405.html"), status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return answer


class domain_errors:  # noqa: N801 - named in settings beside its sibling
    """Show an error that an action raised and no view caught: what happened and what to do next."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Take expected errors only; anything else is a fault and stays one."""
        if not isinstance(error, HeartenError):
            return None
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 400)
        return render(request, "ui/refusal.html", {"message": error.message}, status=status)
