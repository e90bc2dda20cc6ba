"""Crisis help is never an error page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from hearten.safety.views.crisis import crisis_without_anything

GetResponse = Callable[[HttpRequest], HttpResponse]


def crisis_always(get_response: GetResponse) -> GetResponse:
    """Answer for the crisis page when it failed, in the view or in any middleware further in: a
    database that is down must not cost a life."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= 500 and _is_crisis(request):
            return crisis_without_anything(request)
        return response

    return answer


def _is_crisis(request: HttpRequest) -> bool:
    """By the address alone: what failed may have failed before the view was found."""
    try:
        return resolve(request.path_info).view_name == "safety:crisis"
    except Resolver404:
        return False
