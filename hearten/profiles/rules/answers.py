"""What can be answered, and one form's worth of answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
FREE_PARTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS_OF_DAY)
"""Every box of the week, in week order; on the person's own wall clock."""
CHANNELS = ("chat", "phone", "in_person")
"""How people like to talk; the same codes as matching's Channel."""

LANGUAGES_MOST = 3
PRONOUNS = ("she/her", "he/him", "they/them")
"""Offered to choose from, shown in the reader's own language; other words are kept as written."""
PRONOUNS_MOST = 40
WORDS_MOST = 1000
"""Characters of wishes and of an introduction: a few sentences, read before saying yes."""
TOPIC_NAME_MOST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileAnswers:
    """What a person answered just now. None means "not asked in this form": it stays as it was.
    Empty means "not said": the person took an answer back or skipped it."""

    languages: Sequence[str] | None = None
    pronouns: str | None = None
    channels: Collection[str] | None = None
    free_parts: Collection[str] | None = None
    wished_pronouns: str | None = None
    lived: Collection[UUID] | None = None
    no_go: Collection[UUID] | None = None
    wishes: str | None = None
    introduction: str | None = None


def is_language_code(code: str) -> bool:
    """Whether this looks like a BCP-47 code as the forms offer it ("en", "pt-BR", "zh-Hant")."""
    parts = code.split("-")
    return (
        len(code) <= 12
        and 2 <= len(parts[0]) <= 3
        and all(p.isascii() and p.isalnum() for p in parts)
    )
