"""What a post from before says here."""

from dataclasses import dataclass

from hearten.forum.rules import TEXT_MOST, TITLE_MOST
from hearten.imports.rules import Kind, OldPost, discourse, phpbb
from hearten.imports.rules.history import read
from hearten.imports.rules.marked import NOTHING, Left, clean, in_one_line, pieces, without_names


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is brought."""

    pieces: list[str]
    """At least one; each as long as a post may be."""
    left: Left
    covered: bool
    method: bool
    speaks_of_danger: bool


def text_of(kind: Kind, post: OldPost) -> Text:
    """In our Markdown, without names, read for what must not stand here."""
    left = Left()
    if kind == Kind.DISCOURSE:
        words = discourse.as_ours(post.text, left)
    else:
        words = phpbb.as_ours(post.text, post.code, left)
    found = read(words)
    return Text(
        pieces=pieces(found.text, TEXT_MOST) or [NOTHING],
        left=left,
        covered=found.covered,
        method=found.method,
        speaks_of_danger=found.speaks_of_danger,
    )


def title_of(words: str) -> str | None:
    """A title as it is brought; None for one that tells how to do harm."""
    found = read(without_names(clean(words), Left()))
    return None if found.method else in_one_line(found.text, TITLE_MOST) or NOTHING
