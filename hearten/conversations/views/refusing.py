"""What the page's script is told when something is not taken."""

from http import HTTPStatus

from django.http import JsonResponse

from hearten.foundation.errors import HeartenError, Invalid


def status_of(error: HeartenError) -> HTTPStatus:
    """Whether it is worth another try."""
    if isinstance(error, Invalid):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.TOO_MANY_REQUESTS if error.code == "too_many" else HTTPStatus.CONFLICT


def refusal(code: str, message: str, status: HTTPStatus) -> JsonResponse:
    """A code for the script and words for the person."""
    return JsonResponse({"code": code, "message": message}, status=status)


def refusal_of(error: HeartenError) -> JsonResponse:
    """The same for an expected error."""
    return refusal(error.code, error.message, status_of(error))
