"""The few answers that are the same for everybody, and may be kept as long as they are asked about
before each use."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import conditional_page


def checked_each_time(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever keeps the answer asks before using it again, and hears in a line that nothing changed.
    What is not public any more is gone with the next question: never for what one person reads."""
    conditional = conditional_page(view)

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        response = conditional(*args, **kwargs)
        if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            vars(response)["checked_each_time"] = True
        return response

    return answer
