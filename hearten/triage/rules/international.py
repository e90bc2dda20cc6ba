"""What can be said of a text in a language that is not scored: a person has to read it.

A word for suicide in one of some twenty languages raises it to level 2. That is a safety net with
wide meshes, no measurement of the language.
"""

from functools import cache
from importlib import resources

from hearten.triage.rules.folding import Folded
from hearten.triage.rules.verdict import Signal

UNREAD = "in a language the scorer does not read: a person has to"
NAMED = "a word for suicide in another language"


@cache
def _words() -> tuple[str, ...]:
    file = resources.files("hearten.triage") / "shipped" / "international.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {
        word
        for line in lines
        if line and not line.startswith("#")
        for word in line.split(":", 1)[1].replace("_", " ").split()
    }
    return tuple(sorted(found))


def signals(given: str, folded: Folded) -> list[Signal]:
    """The mark for human review, and the first word for suicide."""
    marked = [Signal("other_language", 1.0, 0, len(given), (UNREAD,))]
    lowered = given.lower()
    for word in _words():
        at = lowered.find(word) if len(lowered) == len(given) else -1
        if at >= 0:
            return [*marked, Signal("suicide_ideation", 0.5, at, at + len(word), (NAMED,), 2)]
        at = folded.text.find(word)
        if at >= 0:
            span = folded.span(at, at + len(word))
            return [*marked, Signal("suicide_ideation", 0.5, *span, (NAMED,), 2)]
    return marked
