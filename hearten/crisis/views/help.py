"""Crisis help: for everybody, signed in or not, and also when everything else is broken."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from hearten.accounts.models import Account, Programme
from hearten.accounts.queries import programme_of
from hearten.crisis import queries, rules
from hearten.foundation import clock

COOKIE = "country"
_A_YEAR = 365 * 24 * 3600
_REGION = re.compile(r"\b[a-z]{2,3}-([A-Z]{2})\b")


def crisis(request: HttpRequest) -> HttpResponse:
    """The reader's country's numbers; another country by choice, which this browser remembers."""
    country = _chosen(request) or _home(request) or _region(request)
    context = _context(country) | _elsewhere(request, country)
    response = render(request, "crisis/help.html", context)
    return _remember(request, response)


def crisis_without_anything(request: HttpRequest) -> HttpResponse:
    """The same page from the shipped list: no session, no person, no database."""
    country = _chosen(request) or _region(request)
    lines = rules.by_country(country, rules.shipped().lines, get_language() or "en")
    context = _context(country, lines)
    return _remember(request, HttpResponse(render_to_string("crisis/help.html", context)))


def _context(country: str, lines: rules.CountryLines | None = None) -> dict[str, object]:
    """`country` may be empty: then the page asks for it and says what works nearly everywhere."""
    language = get_language() or "en"
    if lines is None:
        none = rules.CountryLines(country="")
        lines = queries.lines_for(country, language) if country else none
    return {
        "country": country,
        "country_name": rules.country_name(country, language) if country else "",
        "countries": rules.country_names(language),
        "lines": lines,
        "stale": lines.stale(clock.now().date()),
        "release": rules.shipped(),
    }


def _chosen(request: HttpRequest) -> str:
    """What the reader chose now or earlier in this browser."""
    for code in (request.GET.get("country", ""), request.COOKIES.get(COOKIE, "")):
        if rules.is_country(code):
            return code
    return ""


def _home(request: HttpRequest) -> str:
    """The country of the person, else of their programme, else of this installation's first."""
    person = request.user
    programme = None
    if isinstance(person, Account):
        if rules.is_country(person.country):
            return person.country
        programme = programme_of(person)
    programme = programme or Programme.objects.order_by("created_at").first()
    return programme.country if programme else ""


def _region(request: HttpRequest) -> str:
    """The region of the browser's language ("es-MX"), the best guess when nothing else is known."""
    found = _REGION.findall(request.headers.get("Accept-Language", ""))
    return next((code for code in found if rules.is_country(code)), "")


def _elsewhere(request: HttpRequest, country: str) -> dict[str, str]:
    """Another country the reader may be in, by their browser; nothing when they chose one."""
    other = "" if _chosen(request) else _region(request)
    if not country or other in ("", country):
        return {}
    return {"other": other, "other_name": rules.country_name(other, get_language() or "en")}


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    code = request.GET.get("country", "")
    if rules.is_country(code):
        response.set_cookie(
            COOKIE, code, max_age=_A_YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
        )
    return response
