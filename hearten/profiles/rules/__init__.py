"""The closed vocabulary of a profile's answers. What is editable (topics) lives in the database."""

from hearten.profiles.rules.answers import (
    CHANNELS,
    DAYS,
    FREE_PARTS,
    LANGUAGES_MOST,
    PARTS_OF_DAY,
    PRONOUNS,
    PRONOUNS_MOST,
    TOPIC_NAME_MOST,
    WORDS_MOST,
    ProfileAnswers,
    is_language_code,
)
from hearten.profiles.rules.languages import language_choices, language_name

__all__ = [
    "CHANNELS",
    "DAYS",
    "FREE_PARTS",
    "LANGUAGES_MOST",
    "PARTS_OF_DAY",
    "PRONOUNS",
    "PRONOUNS_MOST",
    "TOPIC_NAME_MOST",
    "WORDS_MOST",
    "ProfileAnswers",
    "is_language_code",
    "language_choices",
    "language_name",
]
