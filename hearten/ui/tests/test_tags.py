"""Times in the reader's zone, durations in kind words, pictures without meaning."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from hearten.foundation import clock
from hearten.ui.avatars import avatar_svg
from hearten.ui.icons import ICONS, TURNS
from hearten.ui.templatetags.ui import duration, local_time, minutes_in_words, waiting_meter

NOW = datetime(2026, 5, 14, 22, 30, tzinfo=UTC)


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (timedelta(seconds=20), "a minute"),
        (60, "about 1 minute"),
        (timedelta(minutes=7), "about 7 minutes"),
        (timedelta(minutes=14), "about 15 minutes"),
        (timedelta(minutes=49), "about 50 minutes"),
        (timedelta(minutes=50), "about 1 hour"),
        (timedelta(minutes=95), "about an hour and a half"),
        (timedelta(hours=2), "about 2 hours"),
        (timedelta(hours=35), "about 35 hours"),
        (timedelta(hours=36), "about 2 days"),
        (timedelta(days=3), "about 3 days"),
        (None, ""),
    ],
)
def test_duration(value, words):
    assert duration(value) == words


def test_time_is_the_readers_own():
    with clock.frozen(NOW), timezone.override("Europe/Athens"):
        said = local_time(NOW, "time")
    assert 'datetime="2026-05-15T01:30:00+03:00"' in said
    assert "1:30 a.m." in said


@pytest.mark.parametrize(
    ("shift", "word"),
    [(0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-9, ">5 May, "), (-400, "9 April 2025")],
)
def test_near_days_have_names(shift, word):
    with clock.frozen(NOW), timezone.override("UTC"):
        assert word in local_time(NOW + timedelta(days=shift))


def test_today_is_counted_where_the_reader_is():
    with clock.frozen(NOW), timezone.override("Asia/Tokyo"):
        assert "today" in local_time(NOW)
        assert "yesterday" in local_time(NOW - timedelta(hours=8))


def test_plain_dates_have_no_zone():
    assert 'datetime="2001-05-14"' in local_time(date(2001, 5, 14))


def test_no_time_shows_nothing():
    assert local_time(None) == ""


def test_full_time_names_the_zone():
    with timezone.override("Europe/Athens"):
        assert "(EEST)" in local_time(NOW, "full")


def test_dates_speak_the_readers_language():
    with translation.override("es"), timezone.override("UTC"):
        assert "mayo" in local_time(NOW, "date")


def test_avatar_is_the_same_each_time_and_differs_between_people():
    assert avatar_svg("Oak") == avatar_svg("Oak")
    assert len({avatar_svg(f"person {n}") for n in range(200)}) > 120


def test_avatar_says_nothing_about_the_name():
    svg = avatar_svg('<script>"Oak"')
    assert "Oak" not in svg
    assert 'aria-hidden="true"' in svg


def test_icons_hide_from_screen_readers_and_mirror_when_they_point():
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")
    assert "turns" in render("{% icon 'next' %}")
    assert ICONS.keys() >= TURNS


def test_drawings_come_without_their_comment():
    assert render("{% drawing 'mugs' %}").startswith("<svg")


def test_meter_places_the_reader_between_usual_and_most():
    minutes = [timedelta(minutes=m) for m in (20, 10, 80)]
    meter = waiting_meter(place=2, waited=minutes[0], usual=minutes[1], most=minutes[2])
    assert (meter["at_usual"], meter["at_waited"], meter["at_most"]) == ("10.0%", "20.0%", "80.0%")
    assert meter["over"] is False


def test_meter_never_leaves_its_track():
    short, long = timedelta(minutes=1), timedelta(days=2)
    meter = waiting_meter(place=1, waited=long, usual=short, most=short)
    assert meter["over"] is True
    assert float(meter["at_waited"].rstrip("%")) < 100


def test_meter_without_recent_waits_says_so():
    text = render("{% waiting_meter place=2 waited=waited %}", waited=timedelta(minutes=3))
    assert "Too few people" in text
    assert "<svg" not in text


def test_meter_for_the_next_in_line():
    text = render("{% waiting_meter place=1 waited=waited %}", waited=timedelta(minutes=3))
    assert "You are next in line." in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (90, "1 hour, 30 minutes"),
        (1440, "1 day"),
        (20160, "14 days"),
        (1501, "1 day, 1 hour, 1 minute"),
    ],
)
def test_minutes_are_said_exactly(minutes, words):
    assert minutes_in_words(minutes) == words


def test_a_date_in_english_can_be_read_in_one_way_only():
    with clock.frozen(datetime(2026, 10, 1, tzinfo=UTC)):
        then = datetime(2026, 12, 10, 15, tzinfo=UTC)
        assert [re.sub(r"<[^>]*>", "", local_time(then, style)) for style in ("date", "kind")] == [
            "10 December 2026",
            "10 December, 3 p.m.",
        ]
        assert "10 December 2026, 3 p.m. (" in local_time(then, "full")
    assert ">10 December 2026<" in local_time(date(2026, 12, 10))
