"""What an earlier community is made of, as far as it is read, and what is left out of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Software a community lived in."""

    DISCOURSE = "discourse"
    PHPBB = "phpbb"


class Reason(StrEnum):
    """Why something is not brought."""

    PRIVATE = "private"
    RESTRICTED = "restricted"
    """Of a place that not every member could read, or of which nothing says so."""
    DELETED = "deleted"
    HIDDEN = "hidden"
    UNAPPROVED = "unapproved"
    SOFTWARE = "software"
    """Written by the software itself, or about the place."""
    AMONG_STAFF = "among_staff"
    MOVED = "moved"
    """A pointer to where a topic is now."""
    METHOD = "method"
    """How to do harm, or a push to it."""
    FIRST_LEFT_OUT = "first_left_out"
    """An answer to something that was left out."""
    TAKEN_AWAY_HERE = "taken_away_here"
    """Its thread was, after it was brought."""
    NO_PLACE = "no_place"
    """Its topic or category is not in the dump."""


WORDS = {
    Reason.PRIVATE: "private messages",
    Reason.RESTRICTED: "of places that not every member could read",
    Reason.DELETED: "deleted there",
    Reason.HIDDEN: "hidden there",
    Reason.UNAPPROVED: "not approved there",
    Reason.SOFTWARE: "written by the software, or about the place itself",
    Reason.AMONG_STAFF: "between moderators",
    Reason.MOVED: "pointers to where a topic is now",
    Reason.METHOD: "words about how to do harm",
    Reason.FIRST_LEFT_OUT: "answers to a first post that was left out",
    Reason.TAKEN_AWAY_HERE: "of threads whose first post was taken away here",
    Reason.NO_PLACE: "without a topic or category in the dump",
}
"""For the report."""


@dataclass(frozen=True, slots=True)
class OldSpace:
    """A category or forum."""

    id: int
    name: str
    purpose: str
    skip: Reason | None = None


@dataclass(frozen=True, slots=True)
class OldTopic:
    """A topic."""

    id: int
    space: int
    title: str
    skip: Reason | None = None
    polls: int = 0


@dataclass(frozen=True, slots=True)
class OldPost:
    """A post as the dump has it."""

    id: int
    topic: int
    place: int
    """Where in its topic it stands; the lowest is first."""
    writer: str
    """A number, or what stands for one where a person has none."""
    at: datetime
    text: str
    code: str = ""
    """What the marks of this one text are written with, in phpBB 3.0."""
    answers: int | None = None
    """The place of the post that it answers."""
    skip: Reason | None = None


class DumpError(Exception):
    """A file that cannot be imported. Its words say what to do; nothing was written."""
