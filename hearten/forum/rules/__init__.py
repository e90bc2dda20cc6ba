"""What is decided without a database: limits, and names that are offered."""

from hearten.forum.rules.names import LANGUAGES, offered_name

SPACE_NAME_MOST = 60
PURPOSE_MOST = 300
TITLE_MOST = 120
TEXT_MOST = 10_000
"""Characters of a space's name, of what it is for, of a thread's title, and of a post."""
PAGE = 50
"""Posts on a page of a thread."""

__all__ = [
    "LANGUAGES",
    "PAGE",
    "PURPOSE_MOST",
    "SPACE_NAME_MOST",
    "TEXT_MOST",
    "TITLE_MOST",
    "offered_name",
]
