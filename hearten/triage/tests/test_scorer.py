"""The scorer by its rules: what a phrase means, what turns it around, where it stands."""

import pytest

from hearten.triage.rules import score, scorer
from hearten.triage.rules.scorer import LEARNT


def kinds(text):
    return {signal.kind for signal in score(text).signals}


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (3, "I'm going to kill myself tonight"),
        (3, "i took 40 pills an hour ago"),
        (3, "voy a quitarme la vida esta noche"),
        (2, "I want to die"),
        (2, "no quiero vivir"),
        (2, "I can't not think about killing myself"),
        (0, "I'm dying of laughter"),
        (0, "me mato de risa"),
        (0, "me muero de hambre"),
        (0, "the song goes I want to die and everybody claps"),
        (0, "Do you want to die?"),
        (0, "My phone died again"),
    ],
)
def test_levels(level, text):
    assert score(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        "I'm not going to kill myself",
        "I would never kill myself",
        "I don't think I'll kill myself",
        "jamás me mataría, no voy a matarme",
        "no me voy a suicidar",
    ],
)
def test_a_denial_is_heard_and_is_no_risk(text):
    verdict = score(text)
    assert verdict.level <= 1
    denied = {s.reasons[1:] for s in verdict.signals if s.kind.startswith("suicide")}
    assert denied == {("weakened: they say not",)}


def test_a_denial_does_not_reach_over_a_new_subject():
    assert score("No, I want to die").level == 2
    assert score("I'm not joking, I want to die").level == 2


def test_long_ago_is_past_and_today_is_not():
    past = score("I wanted to kill myself years ago")
    assert {signal.kind for signal in past.signals} == {"suicide_past"}
    assert past.level == 1
    assert score("Years ago it began and now I want to kill myself again").level == 2


def test_somebody_else_in_danger_is_no_risk_of_the_writer():
    other, own = score("My friend wants to kill himself"), score("I want to kill myself")
    assert other.level == own.level == 2
    assert other.score < own.score
    assert other.signals[0].why == "is worried that somebody else may die by suicide"


def test_a_wish_to_die_with_means_at_hand_is_immediate_danger():
    assert score("I want to die. I have been saving up pills.").level == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ok. k1ll mys3lf", "k1ll mys3lf"),
        ("well k i l l  m y s e l f now", "k i l l  m y s e l f"),
        ("so kiiillll myselffff", "kiiillll myselffff"),
        ("do ki\u200bll myself", "ki\u200bll myself"),
        ("to ｋｉｌｌ ｍｙｓｅｌｆ", "ｋｉｌｌ ｍｙｓｅｌｆ"),
        ("to kіll mysеlf", "kіll mysеlf"),  # Cyrillic і and е
        ("😭😭 I'll k*ll myself", "k*ll myself"),
        ("#killmyself", "killmyself"),
    ],
)
def test_disguises_are_undone_and_shown_as_written(text, shown):
    spans = [
        text[s.start : s.end]
        for s in score(text).signals
        if s.kind == "suicide_ideation" and s.level == 2
    ]
    assert spans == [shown]


def test_product_codes_are_no_disguise():
    assert score("It is a k1l2 board with d1e4 headers and a 3d printer").signals == ()


def test_what_only_the_model_found_says_so():
    learnt = [
        signal
        for text in (
            "the rope is round the beam and the letters are done",
            "i bought what i need for friday",
        )
        for signal in score(text).signals
        if signal.reasons[0] in LEARNT.values()
    ]
    assert learnt


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("ring me on 07700 900123 ok", "personal_data_phone", "07700 900123"),
        ("mi tel es 612 345 678", "personal_data_phone", "612 345 678"),
        ("it's jo.smith@example.org!", "personal_data_email", "jo.smith@example.org"),
        ("jo dot smith at example dot org", "personal_data_email", "smith at example dot org"),
        ("I live at 12 Elm Street.", "personal_data_address", "12 Elm Street"),
        ("vivo en la calle Mayor 12", "personal_data_address", "calle Mayor 12"),
        ("parcels for me: 30 Sandpiper Dell", "personal_data_address", "30 Sandpiper Dell"),
        ("ven: Av. Colibris 555", "personal_data_address", "Av. Colibris 555"),
        ("jo (arroba) example.org ok", "personal_data_email", "jo (arroba) example.org"),
        ("it's zoran.k @example.org", "personal_data_email", "zoran.k @example.org"),
        ("I post poems at @dimly.lit.lena", "personal_data_handle", "@dimly.lit.lena"),
        ("add me on snap: blue_fox99", "personal_data_handle", "snap: blue_fox99"),
    ],
)
def test_personal_data(text, kind, shown):
    found = [text[s.start : s.end] for s in score(text).signals if s.kind == kind]
    assert found == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "call 116 123 any time",
        "I was born 12/05/1990",
        "in 1999-2004 I",
        "card number 4111 1111 1111 1111",
    ],
)
def test_crisis_lines_dates_and_cards_are_no_phone_numbers(text):
    assert "personal_data_phone" not in kinds(text)


def test_a_time_after_a_colon_is_no_house_number():
    assert "personal_data_address" not in kinds("the drive is at 3: 15 close friends come along")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I don't know what to do about it"),
        ("es", "no sé qué hacer con todo esto"),
        ("other", "Je ne sais pas quoi faire avec tout ça"),
        ("other", "Я не знаю, что делать"),
        ("en", "kms"),
    ],
)
def test_languages(lang, text):
    assert score(text).lang == lang


def test_another_language_is_marked_for_a_person_and_suicide_named_in_it_is_level_2():
    calm = score("Heute ist das Wetter nicht so schön und ich bin müde")
    assert [s.kind for s in calm.signals] == ["other_language"]
    assert calm.level == 0
    named = score("Ich denke an Selbstmord und ich kann nicht mehr")
    assert named.level == 2
    assert {s.kind for s in named.signals} == {"other_language", "suicide_ideation"}


def test_a_hint_decides_the_language():
    assert score("ok ok ok", "pt-BR").lang == "other"
    assert score("ok ok ok", "es-MX").lang == "es"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\u200b", "🙂", "\ud800", "a" * 300_000, "k " * 50_000]
)
def test_odd_texts_have_a_verdict(text):
    verdict = score(text)
    assert 0 <= verdict.score <= 1
    assert all(0 <= s.start <= s.end <= len(text) for s in verdict.signals)


def test_more_of_the_same_tells_nothing_new():
    """A text of one phrase ten thousand times took minutes before its phrases were counted."""
    verdict = score("kill myself " * 1_600)
    assert verdict.level >= 2
    assert len(verdict.signals) < 200


def test_each_stretch_of_a_long_text_is_one_more_chance_to_be_wrong(monkeypatch):
    """What the model alone finds has to be surer in a long text; a short one is as it was."""
    short = "the rope is round the beam and the letters are done"
    calm = "We went to the market and bought bread, cheese and a plant for the hall. " * 5
    long = "\n".join([calm, calm, "by sunday this will be over, for me", calm, calm])
    levels = {}
    for chances in (0.0, 9.0):
        monkeypatch.setattr(scorer, "CHANCES", chances)
        levels[chances] = (score(short).level, score(long).level)
    assert levels == {0.0: (3, 3), 9.0: (3, 0)}
