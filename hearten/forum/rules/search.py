"""What is searched for: how a language is cut into words, and which word somebody may have meant.

PostgreSQL cuts and compares the words; which of its configurations reads a language is said here. It
comes with those below, and no language needs an extension. One without a configuration is read word by
word as it is written; where nothing stands between words (Chinese, Japanese, Thai) only what stands
between signs is found.
"""

from collections.abc import Iterable

CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Main part of a BCP-47 tag → PostgreSQL's text search configuration. The database has the same list
(forum_configuration, migration 0007); a test compares them."""
PLAIN = "simple"

WORDS_MOST = 120
"""Characters of what is searched for."""
LOOKED_AT = 200
"""The newest posts with all the words that are put in order of how well they fit. More than so many is
a word nobody reads to the end of, and would cost the others their time."""
LATELY = 10_000
"""How far back from the newest post it is looked whether a word is a common one."""
FOUND_PAGE = 20
"""Posts on a page of what was found."""

SAID_IN = 3
"""In so many posts a word has to stand to be offered as what somebody meant: a name that one person
wrote once is offered to nobody."""
WORDS_FROM = 100_000
"""The newest posts of a programme its words are gathered from."""
SHORTEST = 4
"""Letters from which on a word is taken for mistyped."""


def configuration_of(language: str) -> str:
    """Which configuration reads texts in this language."""
    return CONFIGURATIONS.get(language.lower().replace("_", "-").split("-")[0], PLAIN)


def shortened(word: str) -> list[str]:
    """The word, and it with each of its letters left out. Two words that differ by one letter more,
    less, other or swapped with its neighbour have one of these in common, which an index can find:
    Garbe W. Symmetric delete spelling correction. 2012."""
    left_out = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return list(dict.fromkeys([word, *left_out]))


def is_near(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, other, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def meant(word: str, offered: Iterable[tuple[str, int]]) -> str | None:
    """Which of the words offered (with the number of posts they stand in) this one was to be: the
    commonest that is near; None for one that is none of them, or is there as it is."""
    near = [(posts, one) for one, posts in offered if one != word and is_near(word, one)]
    return max(near)[1] if near else None
