"""One rule for every written text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  hello  ", "hello"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("e\u0301", "é"),
        ("family 👩‍👩‍👧", "family 👩‍👩‍👧"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("ภาษาไทย นี้", "ภาษาไทย นี้"),
        ("tab\there", "tab\there"),
    ],
)
def test_what_people_write_is_kept(given_text: str, kept: str) -> None:
    assert clean_text(given_text, most=100) == kept


@pytest.mark.parametrize(
    ("given_text", "code"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("\u200b", "empty"),
        ("\u200d \ufeff\u2060", "empty"),
        ("\u3164\u2800", "empty"),
        ("a" * 101, "too_long"),
        ("nul\x00byte", "binary"),
        ("bell\x07", "binary"),
        ("escape\x1b[31m", "binary"),
        ("half \ud800 pair", "binary"),
        ("user\u202egnp.exe", "bidi"),
        ("isolate\u2066text", "bidi"),
        ("z" + "\u0300" * 9, "marks"),
    ],
)
def test_what_is_refused_says_why(given_text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_text(given_text, most=100)
    assert refused.value.code == code


def test_length_counts_after_trimming() -> None:
    assert clean_text(" " * 50 + "a" * 100 + "\n", most=100) == "a" * 100


def test_too_long_says_by_how_much() -> None:
    with pytest.raises(Invalid, match="3 characters too long"):
        clean_text("a" * 13, most=10)


def test_optional_text_may_be_empty() -> None:
    assert clean_text("  ", most=10, required=False) == ""


def test_one_line_fields_fold_breaks() -> None:
    assert clean_text("one\n two\t three", most=50, lines=False) == "one two three"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text, most=200, required=False)
    except Invalid:
        return
    assert clean_text(once, most=200, required=False) == once
