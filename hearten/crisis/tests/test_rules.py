"""Lines and countries without a database."""

from datetime import date, timedelta

import pytest

from hearten.crisis import rules

CHECKED = date(2026, 8, 8)


def line(**fields):
    return rules.Line(**({"country": "ES", "kind": rules.CRISIS, "checked_on": CHECKED} | fields))


def test_a_line_is_stale_after_a_year_and_not_a_day_before():
    assert not line().stale(CHECKED + timedelta(days=365))
    assert line().stale(CHECKED + timedelta(days=366))


def test_a_country_is_as_fresh_as_its_oldest_line():
    old, new = line(), line(checked_on=CHECKED + timedelta(days=300))
    lines = rules.CountryLines(country="ES", emergency=(new,), crisis=(new, old))
    assert lines.checked_on == CHECKED
    assert lines.stale(CHECKED + timedelta(days=366))
    assert not rules.CountryLines(country="ES", crisis=(new,)).stale(CHECKED + timedelta(days=366))


def test_a_country_without_lines_has_no_date_and_is_not_stale():
    empty = rules.CountryLines(country="NA")
    assert (empty.checked_on, empty.stale(date(2099, 1, 1))) == (None, False)


def test_lines_are_sorted_to_their_country_and_kind_in_their_order():
    lines = (
        line(phone="1"),
        line(phone="2", country="FR"),
        line(phone="3", kind=rules.EMERGENCY),
        line(phone="4"),
    )
    found = rules.by_country("ES", lines)
    assert [one.phone for one in found.emergency] == ["3"]
    assert [one.phone for one in found.crisis] == ["1", "4"]


def test_the_shipped_list_is_dated_licensed_and_whole():
    release = rules.shipped()
    assert (release.dated, release.licence) == (CHECKED, "CC BY-SA 4.0")
    assert "Wikipedia" in release.source
    assert len(release.countries) == 245
    keys = [one.key for one in release.lines]
    assert len(keys) == len(set(keys))
    assert {one.kind for one in release.lines} == {rules.EMERGENCY, rules.CRISIS}
    assert all(one.source and one.checked_on == CHECKED for one in release.lines)
    assert sum(bool(rules.by_country(c, release.lines).crisis) for c in release.countries) == 199


@pytest.mark.parametrize(
    ("country", "emergency", "crisis"),
    [
        ("AQ", ["911"], []),
        ("BH", ["999"], ["38447588", "66710901"]),
        ("IQ", ["112", "911"], ["07503096649", "0533390840"]),
        ("RS", ["194"], ["0800309309"]),
        ("VC", ["999", "911", "112"], ["7844561044"]),
        ("VU", ["112"], ["7716156", "7716155"]),
        ("YE", ["191"], ["8000202"]),
        ("ZW", ["999"], ["0292265000"]),
    ],
)
def test_numbers_that_were_cut_joined_or_filed_under_old_codes_are_whole(
    country, emergency, crisis
):
    found = rules.by_country(country, rules.shipped().lines)
    assert [one.dial for one in found.emergency] == emergency
    assert [one.dial for one in found.crisis] == crisis


@pytest.mark.parametrize("code", ["NH", "RH", "YD", "EU", "ZZ", "gb", "GBR", ""])
def test_withdrawn_and_invented_codes_are_no_countries(code):
    assert not rules.is_country(code)


def test_countries_are_in_the_order_of_their_names_in_each_language():
    for language in ("en", "es", "ar"):
        names = rules.country_names(language)
        assert len(names) == len({code for code, _name in names}) > 245
        assert all(name != code for code, name in names)
    english = [name for _code, name in rules.country_names("en")]
    assert english.index("Åland Islands") < english.index("Albania")


def test_an_unknown_language_names_countries_in_english():
    assert rules.country_name("ES", "tlh") == "Spain"
    assert rules.country_name("ES", "ar") == "إسبانيا"
    assert rules.country_name("QQ", "en") == "QQ"


@pytest.mark.parametrize(
    ("text_to", "number"),
    [
        ("988", "988"),
        ("85258 (SHOUT)", "85258"),
        ("0477 13 11 14", "0477131114"),
        ("+34 600-100", "+34600100"),
        ("text HELLO to 50808", ""),
        ("50808 or 50809", ""),
        ("", ""),
    ],
)
def test_a_number_alone_can_be_texted(text_to, number):
    assert line(text_to=text_to).text_dial == number


@pytest.mark.parametrize(
    ("hours", "always"),
    [
        ("24/7", True),
        ("24 hours", True),
        ("Day and night, every day", True),
        ("20:00 to 08:00", False),
        ("", False),
    ],
)
def test_a_line_is_open_day_and_night_only_when_it_says_so(hours, always):
    assert line(hours=hours).always == always
    both = rules.CountryLines(country="ES", crisis=(line(hours="24/7"), line(hours=hours)))
    assert both.always == always
