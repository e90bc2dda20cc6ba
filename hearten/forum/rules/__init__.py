"""What is decided without a database: limits, names that are offered, what is held and for which
words, what is promised to who asks for support."""

from datetime import timedelta
from uuid import UUID

from hearten.forum.rules.holding import Why, Words, gravest, held_words
from hearten.forum.rules.names import LANGUAGES, offered_name
from hearten.forum.rules.promise import (
    LOOKED_AT_MOST,
    LOOKED_BACK,
    PROMISE_HOURS,
    PROMISE_HOURS_MOST,
    Asked,
    Deadlines,
    Kept,
    Step,
    cause_of,
    deadlines,
    kept,
    subject_of_thread,
)
from hearten.forum.rules.tending import PINNED_MOST, SLOW_MOST, SPLIT_MOST, slow_until

SPACE_NAME_MOST = 60
PURPOSE_MOST = 300
TITLE_MOST = 120
TEXT_MOST = 10_000
"""Characters of a space's name, of what it is for, of a thread's title, and of a post."""
PAGE = 50
THREADS = 25
"""Posts on a page of a thread, and threads on a page of a space."""
NAME_KEPT = timedelta(days=365)
"""How long nobody has the name of who left a space."""

SUBJECT = "forum.post"
"""What a post is called in findings."""
ANSWER_WITHIN = timedelta(minutes=15)
"""For another person of the thread to answer a text of possible risk; then it goes to the people on
duty, as in a talk of two."""


def read_as_one(title: str, text: str) -> str:
    """What is scored: of a first post the title too, for words are not better hidden there."""
    return f"{title}\n\n{text}" if title else text


def place_of(thread_id: UUID) -> str:
    """Where a finding's text stands."""
    return f"forum:{thread_id}"


def subject_of(thread_id: UUID, number: int, version: int) -> str:
    """Which text a finding is about: of a post, how often it had been changed."""
    return f"{thread_id}/{number}/{version}"


def post_of(subject_id: str) -> tuple[UUID, int]:
    """The thread and number that `subject_of` named."""
    thread_id, number, _version = subject_id.split("/")
    return UUID(thread_id), int(number)


__all__ = [
    "ANSWER_WITHIN",
    "LANGUAGES",
    "LOOKED_AT_MOST",
    "LOOKED_BACK",
    "NAME_KEPT",
    "PAGE",
    "PINNED_MOST",
    "PROMISE_HOURS",
    "PROMISE_HOURS_MOST",
    "PURPOSE_MOST",
    "SLOW_MOST",
    "SPACE_NAME_MOST",
    "SPLIT_MOST",
    "SUBJECT",
    "TEXT_MOST",
    "THREADS",
    "TITLE_MOST",
    "Asked",
    "Deadlines",
    "Kept",
    "Step",
    "Why",
    "Words",
    "cause_of",
    "deadlines",
    "gravest",
    "held_words",
    "kept",
    "offered_name",
    "place_of",
    "post_of",
    "read_as_one",
    "slow_until",
    "subject_of",
    "subject_of_thread",
]
