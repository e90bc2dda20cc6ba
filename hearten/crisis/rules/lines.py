"""Crisis lines without a database: what a line is, when it is stale, and the list that ships.

The shipped list is what people see before a list was loaded and whenever the database cannot be
reached: somebody in danger never gets an error page for an answer.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

EMERGENCY = "emergency"
CRISIS = "crisis"
STALE_AFTER = timedelta(days=365)
_NOT_DIALLED = re.compile(r"[^0-9*#+]")
# A number to text, alone or with the word to send: "0477 13 11 14", "85258 (SHOUT)".
_TEXTED = re.compile(r"(\+?[0-9][0-9 -]+)(?:\(\w+\))?")
# The beginnings of hours that do not end.
_ALWAYS = ("24/7", "24 h", "24h", "day and night")


def dial(phone: str) -> str:
    """A number as a phone dials it: "(+683) 4202" is "+6834202"."""
    return _NOT_DIALLED.sub("", phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number people can reach now. Empty fields are not known."""

    country: str
    """ISO 3166-1 alpha-2."""
    kind: str
    """EMERGENCY or CRISIS."""
    phone: str = ""
    name: str = ""
    text_to: str = ""
    website: str = ""
    hours: str = ""
    note: str = ""
    region: str = ""
    """The part of the country it is for, as people there call it; empty for the whole country."""
    languages: str = ""
    """Codes of the languages it answers in, such as "en fr"; empty where that is not known."""
    source: str = ""
    checked_on: date
    key: str = ""
    """Names a shipped line across releases, such as "GB-crisis-0"; empty for one written here."""

    @property
    def dial(self) -> str:
        """What a tel: link dials: digits, plus, star and hash only."""
        return dial(self.phone)

    @property
    def text_dial(self) -> str:
        """What an sms: link opens; empty where `text_to` says more than a number."""
        found = _TEXTED.fullmatch(self.text_to.strip())
        return dial(found[1]) if found else ""

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages it answers in, as far as known."""
        return tuple(self.languages.split())

    @property
    def always(self) -> bool:
        """Whether it says that it answers day and night."""
        return self.hours.strip().casefold().startswith(_ALWAYS)

    def stale(self, today: date) -> bool:
        """Whether nobody checked this for a year."""
        return today - self.checked_on > STALE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryLines:
    """What somebody in one country can call now. Both lists may be empty: say so kindly. Lines for
    the whole country stand before those of a region."""

    country: str
    emergency: tuple[Line, ...] = ()
    crisis: tuple[Line, ...] = ()

    @property
    def national(self) -> tuple[Line, ...]:
        """Crisis lines that answer wherever in the country one is."""
        return tuple(line for line in self.crisis if not line.region)

    @property
    def regions(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Crisis lines that are for a part of the country, by its name."""
        names = sorted({line.region for line in self.crisis if line.region}, key=str.casefold)
        return tuple(
            (name, tuple(line for line in self.crisis if line.region == name)) for name in names
        )

    @property
    def checked_on(self) -> date | None:
        """The oldest check among the lines: what is promised is only as fresh as that."""
        return min((line.checked_on for line in (*self.emergency, *self.crisis)), default=None)

    @property
    def always(self) -> bool:
        """Whether every crisis line says that it answers day and night."""
        return all(line.always for line in self.crisis)

    def stale(self, today: date) -> bool:
        """Whether any line was not checked for a year."""
        return any(line.stale(today) for line in (*self.emergency, *self.crisis))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One dated edition of the shipped list."""

    dated: date
    licence: str
    source: str
    lines: tuple[Line, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of all countries in it, in order."""
        return tuple(dict.fromkeys(line.country for line in self.lines))


def by_country(country: str, lines: tuple[Line, ...], language: str = "") -> CountryLines:
    """The lines of one country. Crisis lines for the whole country come first, and among them those
    that answer in the reader's language; otherwise the order is the one given."""
    ours = [line for line in lines if line.country == country]
    crisis = [line for line in ours if line.kind == CRISIS]
    return CountryLines(
        country=country,
        emergency=tuple(line for line in ours if line.kind == EMERGENCY),
        crisis=tuple(
            sorted(crisis, key=lambda line: (bool(line.region), _foreignness(line, language)))
        ),
    )


def _foreignness(line: Line, language: str) -> int:
    """0 where it answers in the language, 1 where nobody knows, 2 where it answers in others."""
    if not line.languages or not language:
        return 1
    return 0 if language.partition("-")[0] in line.spoken else 2


@cache
def shipped() -> Release:
    """The list in this package. See shipped/ATTRIBUTION.md."""
    packed = resources.files("hearten.crisis") / "shipped" / "crisis-lines.json"
    data = json.loads(packed.read_text(encoding="utf-8"))
    dated = date.fromisoformat(data["dated"])
    return Release(
        dated=dated,
        licence=data["licence"],
        source=data["source"],
        lines=tuple(
            _line(country, kind, number, entry, dated, data["source"])
            for country, kinds in data["countries"].items()
            for kind, entries in kinds.items()
            for number, entry in enumerate(entries)
        ),
    )


def _line(
    country: str,
    kind: str,
    number: int,
    entry: list[str] | dict[str, str],
    dated: date,
    source: str,
) -> Line:
    """A shipped entry: [phone] or [phone, note], or all fields by name."""
    named = entry if isinstance(entry, dict) else dict(zip(("phone", "note"), entry, strict=False))
    return Line(
        country=country,
        kind=kind,
        checked_on=dated,
        key=f"{country}-{kind}-{number}",
        **{"source": source, **named},
    )
