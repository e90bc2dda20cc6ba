"""Countries and territories, named in the reader's language."""

import unicodedata
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from hearten.crisis.rules.lines import shipped

# Countries the shipped list has no number for: their pages say kindly what to do instead.
_ALSO = ("BV", "HM", "NA", "NF", "PN", "SJ", "TF", "UM")


@cache
def _codes() -> frozenset[str]:
    return frozenset((*shipped().countries, *_ALSO))


def is_country(code: str) -> bool:
    """Whether this is a country code (ISO 3166-1 alpha-2, capitals) that can be chosen."""
    return code in _codes()


@lru_cache(maxsize=64)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the order of the alphabet as that language writes it."""
    names = _locale(language).territories
    return tuple(
        sorted(((code, names.get(code, code)) for code in _codes()), key=lambda pair: _key(pair[1]))
    )


def country_name(code: str, language: str) -> str:
    """The country's name in a language; the code itself where none is known."""
    return str(_locale(language).territories.get(code, code))


def languages_of(country: str) -> tuple[str, ...]:
    """Codes of the languages that are official somewhere in the country, by CLDR."""
    found = get_official_languages(country, regional=True, de_facto=True)
    return tuple(dict.fromkeys(code.partition("_")[0] for code in found))


def is_language(code: str) -> bool:
    """Whether CLDR knows a language by this code (two or three letters)."""
    return code in Locale("en").languages and code.isalpha() and code.islower()


def spoken_name(code: str, language: str) -> str:
    """What a language is called in another; the code itself where nobody knows."""
    return str(_locale(language).languages.get(code, code))


def _key(name: str) -> str:
    """Accents do not count: Åland stands by A, not after Z."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
