"""Finding words: any case, with or without accents, in any script; and what is shown of it."""

import pytest

from hearten.foundation.finding import excerpt, holds, words_of

FOUND = [
    ("kettle", "The KETTLE is on"),
    ("KETTLE", "the kettle is on"),
    ("cafe", "Un café, por favor"),
    ("café", "un cafe"),
    ("manana", "Hasta mañana"),
    ("strasse", "In der Straße"),
    ("STRASSE", "in der straße"),
    ("lodz", "Z Łodzi do Łódź"),
    ("isik", "IŞIK söndü"),
    ("istanbul", "İstanbul'da"),
    ("οδος", "Η ΟΔΌΣ"),
    ("елка", "новогодняя ёлка"),
    ("don't", "I don’t know"),
    ("احمد", "سمعت من أحمد"),
    ("محمد", "مُحَمَّد هنا"),
    ("سلام", "ســلام"),
    ("שלום", "שָׁלוֹם"),
    ("안녕", "안녕하세요"),
    ("がっこう", "きのうはがっこうへ"),
    ("睡不着", "我昨晚睡不着"),
    ("नमस्ते", "नमस्ते दोस्त"),
    ("ﬁne", "fine"),
    ("ｋｅｔｔｌｅ", "kettle"),
    ("می‌خواهم", "میخواهم"),
    ("night tea", "Tea, late at night"),
    ("tea tea", "tea"),
    ("🌱", "Good evening 🌱"),
]
NOT_FOUND = [
    ("tea coffee", "only tea"),
    ("か", "が"),
    ("कम", "काम"),
    ("ไม", "ใหม่"),
    ("kettle", "the ketle"),
]


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_it_is_found_and_marked(query: str, text: str) -> None:
    words = words_of(query)
    assert words
    assert holds(text, words)
    pieces = excerpt(text, words)
    assert "".join(piece.text for piece in pieces) == text
    assert any(piece.found for piece in pieces)


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_it_is_another_word(query: str, text: str) -> None:
    assert not holds(text, words_of(query))


@pytest.mark.parametrize("query", ["", " ", "\u200b", "ـ", "\u0301"])
def test_there_is_nothing_to_look_for(query: str) -> None:
    assert words_of(query) == ()


def test_an_excerpt_is_short_and_marks_every_word() -> None:
    text = "word " * 60 + "we had Tea\nand tea by the café " + "more " * 60
    pieces = excerpt(text, words_of("cafe TEA"))
    assert [piece.text for piece in pieces if piece.found] == ["Tea", "tea", "café"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… word ")
    assert shown.endswith(" …")
    assert "\n" not in shown
    assert len(shown) < 260


def test_an_excerpt_of_one_long_word_begins_before_it() -> None:
    shown = "".join(
        piece.text for piece in excerpt("あ" * 500 + "睡不着" + "あ" * 500, ("睡不着",))
    )
    assert "睡不着" in shown
    assert len(shown) < 260
