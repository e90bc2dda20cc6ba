"""How codes are said, and which languages are offered."""

from dataclasses import fields
from uuid import uuid4

import pytest
from django.utils import translation

from hearten.profiles import rules, words
from hearten.profiles.queries import ProfileFacts
from hearten.ui.widgets import WeeklyHours


def facts(**said):
    return ProfileFacts(account_id=uuid4(), **said)


def preview(said, *, names=None, as_supporter=False):
    return words.preview(said, names=names or {}, pseudonym="Calm Heron", as_supporter=as_supporter)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], []),
        (["mon-evening"], ["Monday: evening"]),
        (
            ["sun-night", "mon-evening", "mon-morning"],
            ["Monday: morning, evening", "Sunday: night"],
        ),
        ([f"sat-{part}" for part in rules.PARTS_OF_DAY], ["Saturday: all day and night"]),
        (["nonsense"], []),
    ],
)
def test_free_times_are_said_by_day(parts, said):
    assert words.free_said(parts) == said


def test_ways_to_talk_are_said_in_our_order_and_unknown_ones_not_at_all():
    assert words.channels_said({"in_person", "chat", "pigeon"}) == ["Chat", "In person"]


def test_the_words_cover_exactly_the_codes():
    assert tuple(code for code, _label in words.CHANNELS) == rules.CHANNELS
    assert tuple(code for code, _label in words.PRONOUNS) == rules.PRONOUNS
    assert tuple(code for code, _label in WeeklyHours().choices) == rules.FREE_PARTS


def test_own_pronouns_are_said_as_written():
    assert words.pronouns_said("xe/xem") == "xe/xem"
    assert words.pronouns_said("") == ""


@pytest.mark.parametrize(
    ("code", "name"),
    [("es", "Español"), ("ar", "العربية"), ("en", "English"), ("zz", "zz"), ("!", "!")],
)
def test_a_language_is_called_what_its_speakers_call_it(code, name):
    assert rules.language_name(code) == name


def test_the_readers_languages_are_offered_first_and_each_language_once():
    choices = rules.language_choices(["ar", "", "es", "ar", "tlh"])
    codes = [code for code, _name in choices]
    assert codes[:3] == ["ar", "es", "tlh"]
    assert len(codes) == len(set(codes)) > 60
    assert all(name for _code, name in choices)


def test_every_offered_language_has_a_name_and_a_valid_code():
    for code, name in rules.language_choices([]):
        assert rules.is_language_code(code)
        assert name != code


@pytest.mark.parametrize("code", ["en", "yue", "pt-BR", "zh-Hant"])
def test_codes_of_languages_are_known_by_their_form(code):
    assert rules.is_language_code(code)


@pytest.mark.parametrize("code", ["", "e", "engl", "en_GB", "en-", "ёж", "en-" + "x" * 12, "<b>"])
def test_what_is_no_code_is_refused(code):
    assert not rules.is_language_code(code)


def test_a_member_is_seen_by_their_wishes_and_a_supporter_by_their_introduction():
    said = facts(wishes="Slowly", introduction="I garden")
    assert preview(said).own_words == "Slowly"
    assert preview(said, as_supporter=True).own_words == "I garden"


def test_a_preview_never_holds_what_nobody_sees():
    grief, debt = uuid4(), uuid4()
    said = facts(
        lived=frozenset({grief}),
        no_go=frozenset({debt}),
        wished_pronouns="planted",
        time_zone="Planted/Zone",
        reading_language="planted",
    )
    for as_supporter in (True, False):
        seen = preview(said, names={grief: "Grief", debt: "planted"}, as_supporter=as_supporter)
        assert seen.lived == ["Grief"]
        shown = [getattr(seen, field.name) for field in fields(seen)]
        assert "planted" not in repr(shown).lower()


def test_topics_are_said_in_the_taxonomys_order_and_unknown_ones_not_at_all():
    one, two, gone = uuid4(), uuid4(), uuid4()
    seen = preview(facts(lived=frozenset({two, one, gone})), names={one: "One", two: "Two"})
    assert seen.lived == ["One", "Two"]


def test_with_nothing_said_there_is_nothing_to_share():
    assert preview(facts()).shared is False
    assert preview(facts(languages=("es",))).shared is True


def test_words_follow_the_readers_language():
    with translation.override("en"):
        assert words.free_said(["tue-night"]) == ["Tuesday: night"]
