"""Crisis help is never an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from hearten.crisis.api import crisis_lines_without_anything
from hearten.crisis.views.help import crisis_without_anything

GetResponse = Callable[[HttpRequest], HttpResponse]
_WITHOUT_ANYTHING: dict[str, Callable[..., HttpResponse]] = {
    "crisis:help": crisis_without_anything,
    "api:crisis_lines": crisis_lines_without_anything,
}


def crisis_always(get_response: GetResponse) -> GetResponse:
    """Answer for the crisis page and its API when they failed, in the view or in any middleware
    further in: a database that is down must not cost a life."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _instead_of(request, response) if response.status_code >= 500 else response

    return answer


def _instead_of(request: HttpRequest, failed: HttpResponse) -> HttpResponse:
    """By the address alone: what failed may have failed before the view was found."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return failed
    shown = _WITHOUT_ANYTHING.get(found.view_name)
    return shown(request, **found.kwargs) if shown else failed
