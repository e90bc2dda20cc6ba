"""Crisis lines for everybody: public, without signing in."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema

from hearten.crisis import queries, rules
from hearten.foundation import clock

router = Router(tags=["crisis lines"])


class LineOut(Schema):
    """One number. Empty fields are not known."""

    name: str
    phone: str
    dial: str
    text_to: str
    website: str
    hours: str
    note: str
    region: str
    languages: list[str]
    source: str
    checked_on: date
    stale: bool


class CountryOut(Schema):
    """One country's lines. An empty list means that none is known, not that there is none."""

    country: str
    name: str
    emergency: list[LineOut]
    crisis: list[LineOut]


@router.get("/{country}", response=CountryOut, url_name="crisis_lines")
def crisis_lines(request: HttpRequest, country: str) -> CountryOut:
    """Emergency numbers and crisis lines of a country (ISO 3166-1 alpha-2, either case)."""
    code = country.upper()
    if not rules.is_country(code):
        raise Http404
    return _country(code, queries.lines_for(code))


def crisis_lines_without_anything(request: HttpRequest, country: str) -> HttpResponse:
    """The same answer from the shipped list: no session, no person, no database."""
    code = country.upper()
    if not rules.is_country(code):
        return JsonResponse({"detail": "Not Found"}, status=404)
    lines = rules.by_country(code, rules.shipped().lines)
    return JsonResponse(_country(code, lines).model_dump(mode="json"))


def _country(code: str, lines: rules.CountryLines) -> CountryOut:
    return CountryOut(
        country=code,
        name=rules.country_name(code, "en"),
        emergency=[_line(line) for line in lines.emergency],
        crisis=[_line(line) for line in lines.crisis],
    )


def _line(line: rules.Line) -> LineOut:
    return LineOut(
        name=line.name,
        phone=line.phone,
        dial=line.dial,
        text_to=line.text_to,
        website=line.website,
        hours=line.hours,
        note=line.note,
        region=line.region,
        languages=list(line.spoken),
        source=line.source,
        checked_on=line.checked_on,
        stale=line.stale(clock.now().date()),
    )
