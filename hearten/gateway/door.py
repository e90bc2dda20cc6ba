"""What a handshake's headers say: which page opens the connection, and with which session."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings

Headers = Mapping[bytes, bytes]


def own_origin(headers: Headers) -> bool:
    """Whether the page that opens the connection is ours.

    Of an installation with an address (SITE_URL) exactly that origin is, and those in LIVE_ORIGINS:
    cookies do not tell ports apart, so what else runs on the host must not be let in. Without one,
    on somebody's own machine, a page of the same host name is too: pages run on PORT, this on
    LIVE_PORT. Browsers send cookies with a WebSocket from any page, and always say truly which
    page it is.
    """
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return False
    if origin in settings.LIVE_ORIGINS:
        return True
    if settings.SITE_URL:
        return False
    host = headers.get(b"host", b"").decode("latin-1")
    return _name(origin) == _name(f"//{host}") is not None


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def session_key(headers: Headers) -> str:
    """The session's key from its cookie; empty when there is none."""
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""
