import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hearten.forum.rules import search

WORDS = st.text("abcde", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("language", "configuration"),
    [
        ("en", "english"),
        ("EN-gb", "english"),
        ("es_MX", "spanish"),
        ("nb", "norwegian"),
        ("ja", "simple"),
        ("", "simple"),
        ("english", "simple"),
    ],
)
def test_how_a_language_is_read(language: str, configuration: str) -> None:
    assert search.configuration_of(language) == configuration


@pytest.mark.django_db
def test_the_database_reads_each_language_the_same_way() -> None:
    languages = [*search.CONFIGURATIONS, "EN-gb", "es_MX", "ja", "", "english"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT forum_configuration(one)::text FROM unnest(%s::text[]) WITH ORDINALITY AS l (one, n)"
            " ORDER BY n",
            [languages],
        )
        found = [configuration for (configuration,) in cursor.fetchall()]
    assert found == [search.configuration_of(one) for one in languages]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("panic", "panic", True),
        ("panick", "panic", True),
        ("pnic", "panic", True),
        ("panik", "panic", True),
        ("apnic", "panic", True),
        ("panci", "panic", True),
        ("paanick", "panic", False),
        ("nacip", "panic", False),
        ("pain", "panic", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_words_one_letter_apart(one: str, other: str, near: bool) -> None:
    assert (search.is_near(one, other), search.is_near(other, one)) == (near, near)


@given(WORDS, WORDS)
def test_what_is_near_shares_a_shortened_form(one: str, other: str) -> None:
    if search.is_near(one, other):
        assert set(search.shortened(one)) & set(search.shortened(other))


@given(WORDS, st.integers(0, 8), st.sampled_from(["more", "less", "other", "swapped"]))
def test_one_slip_is_near(word: str, at: int, slip: str) -> None:
    at = min(at, len(word) - 1)
    slipped = {
        "more": word[:at] + "x" + word[at:],
        "less": word[:at] + word[at + 1 :],
        "other": word[:at] + "x" + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[slip]
    assert search.is_near(word, slipped)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("panick", "panic"), ("panic", "panics"), ("lonly", "lonely"), ("kettle", None)],
)
def test_the_commonest_near_word_is_meant(word: str, meant: str | None) -> None:
    offered = [("panic", 40), ("panics", 9), ("manic", 3), ("lonely", 5)]
    assert search.meant(word, offered) == (meant if word != "panic" else "panics")
