"""Leaving quickly, choosing a language, and the failures Django hands to a view."""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_info
from django.views.decorators.csrf import csrf_exempt

from hearten.ui.guide import guide_context
from hearten.ui.written import is_from_our_page, page_of_form, written_in

logger = logging.getLogger(__name__)


# Without a token, so that it works from any page, however old or broken. Foreign pages can do no
# harm with it: the session cookie is SameSite and does not come along, and what they ask for
# clears nothing.
@csrf_exempt
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, have the browser forget what it kept, and go to the neutral site."""
    if request.method != "POST":
        return redirect("ui:leaving")
    try:
        logout(request)
    except DatabaseError:
        # The reader must be away whatever has failed; without its cookie the session stays behind.
        logger.exception("a session could not be ended on leaving")
    # Browsers heed Clear-Site-Data over https and on localhost; elsewhere it does no harm.
    # A blank page that moves on, and no redirect: it shows before the neutral site has answered,
    # and form-action in our Content-Security-Policy stops redirects to other sites.
    response = HttpResponse(render_to_string("ui/left.html"))
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        return response
    # All of them: the one that remembers a country tells that crisis help was looked at.
    for name in {settings.SESSION_COOKIE_NAME, *request.COOKIES}:
        response.delete_cookie(name)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def leaving(request: HttpRequest) -> HttpResponse:
    """What leaving quickly does and what it cannot do."""
    return render(request, "ui/leaving.html")


def languages(request: HttpRequest) -> HttpResponse:
    """All languages by their own names; choosing one leads back to where the reader was."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    choices = [get_language_info(code) for code, _name in settings.LANGUAGES]
    return render(request, "ui/languages.html", {"choices": choices, "back": back})


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state. ?theme=light|dark and ?dir=rtl show the other ways."""
    return render(request, "ui/styleguide.html", guide_context(request.GET))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _calm_page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    return _calm_page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that waited too long, with what was written in it. The reason is for developers
    and stays out of the page."""
    ours = is_from_our_page(request)
    context = {"written": written_in(request), "page": page_of_form(request)} if ours else None
    return _calm_page(request, "403_csrf.html", 403, context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not this reader's to see; the page does not say which."""
    return _calm_page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _calm_page(request, "500.html", 500)


def _calm_page(
    request: HttpRequest, name: str, status: int, context: Mapping[str, object] | None = None
) -> HttpResponse:
    """Rendered without request, session or database: whatever failed may be one of them."""
    words = {"posted": request.method == "POST", **(context or {})}
    return HttpResponse(render_to_string(name, words), status=status)
