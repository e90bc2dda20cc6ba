"""The reader's own language and time zone, and when their session was last used."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from hearten.accounts.models import Account
from hearten.accounts.sessions import SessionStore


def reader_preferences(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the signed-in person's language and zone for the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Account):
            return get_response(request)
        if isinstance(request.session, SessionStore):
            request.session.touch()
        if person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language() or "en"
        with timezone.override(_zone(person.time_zone)):
            return get_response(request)

    return middleware


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):  # the zone tables dropped it since
        return zoneinfo.ZoneInfo("UTC")
