"""Crisis lines of a country: from the table, or from the shipped list when there is no table."""

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet

from hearten.crisis import rules
from hearten.crisis.models import CrisisLine, CrisisRelease


def lines_for(country: str, language: str = "") -> rules.CountryLines:
    """What somebody in this country (ISO 3166-1 alpha-2) who reads this language can call now, in one
    or two queries. Never fails: without a database, or before a list was loaded, it is the list
    that ships."""
    try:
        rows = shown_in(country)
        if rows or CrisisRelease.objects.exists():
            return rules.by_country(country, tuple(as_line(row) for row in rows), language)
    except (DatabaseError, InterfaceError):
        pass  # A fault here must not keep a number from anybody; other pages report it.
    return rules.by_country(country, rules.shipped().lines, language)


def shown_in(country: str) -> list[CrisisLine]:
    """The country's rows as pages show them, emergency numbers first."""
    rows: QuerySet[CrisisLine] = CrisisLine.objects.filter(country=country, removed_at__isnull=True)
    return list(rows.order_by("-kind", "position", "id"))


def as_line(row: CrisisLine) -> rules.Line:
    """A row as rules and pages know it."""
    return rules.Line(
        country=row.country,
        kind=row.kind,
        phone=row.phone,
        name=row.name,
        text_to=row.text_to,
        website=row.website,
        hours=row.hours,
        note=row.note,
        region=row.region,
        languages=row.languages,
        source=row.source,
        checked_on=row.checked_on,
        key=row.shipped_key or "",
    )


def editable_lines() -> QuerySet[CrisisLine]:
    """Lines that are shown somewhere now."""
    return CrisisLine.objects.filter(removed_at__isnull=True)
