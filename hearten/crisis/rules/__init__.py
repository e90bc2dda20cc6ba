"""What needs no database: crisis lines as they ship, countries and their names."""

from hearten.crisis.rules.countries import (
    country_name,
    country_names,
    is_country,
    is_language,
    languages_of,
    spoken_name,
)
from hearten.crisis.rules.lines import (
    CRISIS,
    EMERGENCY,
    CountryLines,
    Line,
    Release,
    by_country,
    dial,
    shipped,
)

__all__ = [
    "CRISIS",
    "EMERGENCY",
    "CountryLines",
    "Line",
    "Release",
    "by_country",
    "country_name",
    "country_names",
    "dial",
    "is_country",
    "is_language",
    "languages_of",
    "shipped",
    "spoken_name",
]
