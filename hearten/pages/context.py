"""What every page's frame shows: navigation, programme, where the live gateway is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def live_url(request: HttpRequest) -> str:
    """Where this reader's browser finds the live gateway."""
    configured: str = settings.LIVE_URL
    if configured:
        return configured
    host = request.get_host().rsplit(":", 1)[0]
    return f"ws://{host}:{settings.LIVE_PORT}/live"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the page frame."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {"live_url": live_url(request) if signed_in else ""}
