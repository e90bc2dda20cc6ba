"""The search for phrases: what it may skip, and what stays of a text's words."""

from bench.triage import data
from hearten.triage.rules.folding import fold
from hearten.triage.rules.lexicon import STOP, shipped
from hearten.triage.rules.linear import judge
from hearten.triage.rules.words import split


def test_looking_ahead_loses_no_phrase():
    """Where a number is among the words nothing is skipped; a number behind the last sentence is
    part of no phrase before it."""
    every = [split(fold(text.text).text).words for text in data.cases()]
    plain = [words for words in every if not any(map(str.isdigit, words))]
    assert len(plain) > 400
    lost = [
        words
        for words in plain
        if {(f.phrase, f.start, f.end) for f in shipped().search(words)}
        != {
            (f.phrase, f.start, f.end)
            for f in shipped().search([*words, STOP, "7"])
            if f.end <= len(words)
        }
    ]
    assert lost == []


def test_words_repaired_and_split_stand_for_the_same_stretch():
    words = split("so killmyself, i kiiill it's")
    assert words.words == ["so", "kill", "myself", "i", "kill", "its"]
    assert [(words.starts[at], words.ends[at]) for at in (1, 2, 4)] == [(3, 13), (3, 13), (17, 23)]
    assert words.pauses == {3}


def test_a_judgement_is_the_same_however_often_it_is_asked():
    words = split("i counted 40 pills and said goodbye").words
    first, again = judge(words, []), judge(words, [])
    assert first == again
    assert first.odds != judge(words[:3], []).odds
    assert list(first.words)[2] == "#"


def test_a_letter_that_becomes_several_or_none_leaves_the_places_right():
    for text, plain, span in (
        ("ﬁn… kill", "fin. kill", (4, 8)),
        ("ki\u200bll", "kill", (0, 5)),
        ("ｋｉｌｌ é", "kill e", (0, 4)),
    ):
        folded = fold(text)
        at = folded.text.index("kill")
        assert folded.text == plain
        assert folded.span(at, at + 4) == span
        assert fold(text) == folded
