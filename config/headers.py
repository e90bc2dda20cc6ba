"""Response headers that no package sets: who may load this, what it may use, who may list it."""

from collections.abc import Callable
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

# Everything a page could ask the device for and ours never do. Passkeys (publickey-credentials-*)
# are ours alone by default. Only names Chromium knows: it warns about the others on every page.
_DENIED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _DENIED)
WITH_MICROPHONE = PERMISSIONS_POLICY.replace("microphone=()", "microphone=(self)")
"""For the one page where somebody can record their voice; the browser still asks them."""


def shut(get_response: GetResponse) -> GetResponse:
    """Keep every answer to our own pages: other sites can neither embed it nor share its process,
    no page reaches the device but one that says it records a voice, and no search engine lists what a
    signed-in reader sees."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        records = getattr(response, "records_voice", False)
        response["Permissions-Policy"] = WITH_MICROPHONE if records else PERMISSIONS_POLICY
        # By the cookie, not by request.user: asking who it is reads the database, which may be
        # what has just failed.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def static_file(headers: Headers, path: str, url: str) -> None:
    """WhiteNoise's hook, run once for each file at start: other sites cannot embed it."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
