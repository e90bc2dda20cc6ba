"""What the API says when something is wrong: problem details (RFC 9457), in the answer and the document."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hearten.foundation.errors import HeartenError

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str) -> HttpResponse:
    """An answer that says what is wrong, in English: programs read it."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Answer every expected error so."""
    handlers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        Http404: lambda _error: problem(404, "There is nothing here."),
        AuthenticationError: lambda _error: _unauthorized(),
        HttpError: lambda error: problem(error.status_code, str(error)),
        ValidationError: lambda error: problem(422, _wrong(error)),
        HeartenError: _refused,
    }
    for kind, handle in handlers.items():
        api.add_exception_handler(kind, _handler(handle))


def _handler(handle: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: handle(error)


def _unauthorized() -> HttpResponse:
    answer = problem(401, "This needs a token that is valid: Authorization: Bearer hearten_….")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _wrong(error: ValidationError) -> str:
    """Which parameters, without what was sent."""
    names = [".".join(str(part) for part in one["loc"][1:]) for one in error.errors]
    return f"Please look at: {', '.join(dict.fromkeys(names))}."


def _refused(error: HeartenError) -> HttpResponse:
    if error.code != "too_often":
        return problem(409, error.message)
    answer = problem(429, error.message)
    answer["Retry-After"] = "60"
    return answer


def in_document(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the media type its errors really have."""
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if (
                    int(status) >= HTTPStatus.BAD_REQUEST
                    and "application/json" in answer["content"]
                ):
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
    return document
