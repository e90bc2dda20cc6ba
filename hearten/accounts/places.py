"""Countries, time zones and languages: which exist, and their names in the reader's language."""

import zoneinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils import translation

Choices = list[tuple[str, str]]
GroupedChoices = list[tuple[str, Choices]]

# Regions of the IANA zone table that name places people live in.
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def is_language(code: str) -> bool:
    """Whether the pages can be shown in it."""
    return code in dict(settings.LANGUAGES)


def language_here() -> str:
    """The language of the page being made."""
    code = translation.get_language() or ""
    return code if is_language(code) else settings.LANGUAGE_CODE


def language_name(code: str) -> str:
    """Its name in the language active now, as it stands in the middle of a sentence."""
    return str(Locale.parse(language_here(), sep="-").languages[code])


def writing_attrs(code: str) -> dict[str, str]:
    """For a control in which that language is written."""
    bidi = translation.get_language_info(code)["bidi"]
    return {"lang": code, "dir": "rtl" if bidi else "ltr"}


def is_zone(name: str) -> bool:
    """Whether it is an IANA time zone."""
    return name in _zones()


def is_country(code: str) -> bool:
    """Whether it is an ISO 3166-1 alpha-2 code."""
    return code in dict(_countries("en"))


def zone_or_utc(name: str) -> str:
    """The zone a browser named, or UTC when there is no such zone."""
    return name if is_zone(name) else "UTC"


def country_choices() -> Choices:
    """(code, name) by name, in the language active now."""
    return list(_countries(translation.get_language() or "en"))


def zone_choices() -> GroupedChoices:
    """Zones by region, as "City" within "Europe"; UTC first."""
    regions: dict[str, Choices] = {region: [] for region in _REGIONS}
    for name in sorted(_zones()):
        region, _slash, place = name.partition("/")
        if place and region in regions:
            regions[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", [("UTC", "UTC")]), *regions.items()]


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=32)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    try:
        names = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    # ZZ, EU, QO, XA … are not countries: the user-assigned and grouping codes.
    real = (
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    )
    return tuple(sorted(real, key=lambda one: one[1].casefold()))


_NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)
