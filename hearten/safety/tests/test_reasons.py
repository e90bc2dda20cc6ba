"""Why a text was brought to a person: said in English by the scorer, read in one's own language."""

import json

import pytest
from django.utils import translation

from hearten.safety.queries.reasons import WORDS, worded
from hearten.triage.rules import reasons
from hearten.triage.rules.lines import answer


def test_every_reason_of_the_scorer_has_words_here():
    assert sorted(WORDS) == sorted(reasons.every())


def test_reasons_can_be_told_apart_after_they_were_joined():
    every = sorted(reasons.every())
    assert reasons.apart("; ".join(every)) == every


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "says they do not want to live; weakened: long ago"),
        ("es", "dice que no quiere vivir; atenuado: hace mucho tiempo"),
        ("ar", "يقول إنه لا يريد أن يعيش؛ مخفَّف: منذ زمن بعيد"),
    ],
)
def test_reasons_are_said_in_the_readers_language(language, words):
    with translation.override(language):
        assert worded("says they do not want to live; weakened: long ago") == words


def test_what_an_older_scorer_said_stays_as_it_was_stored():
    with translation.override("es"):
        assert worded("said by a scorer of last year") == "said by a scorer of last year"


def test_the_command_speaks_english_to_everybody():
    with translation.override("es"):
        [signal] = json.loads(answer(b'{"id": 1, "text": "no quiero vivir"}'))["signals"][:1]
    assert signal["why"] == "says they do not want to live"
