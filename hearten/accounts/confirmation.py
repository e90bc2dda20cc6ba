"""Asking again who it is before a way in changes: somebody may have left their phone open."""

from datetime import timedelta

from django.http import HttpRequest

from hearten.foundation import clock

GOOD_FOR = timedelta(minutes=15)
_KEY = "confirmed_at"


def mark_confirmed(request: HttpRequest) -> None:
    """The person has just proved who they are."""
    request.session[_KEY] = clock.now().timestamp()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether they did so a short while ago in this session."""
    at = request.session.get(_KEY)
    now = clock.now().timestamp()
    return isinstance(at, int | float) and 0 <= now - at < GOOD_FOR.total_seconds()
