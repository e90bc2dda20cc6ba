"""Reading words of years ago for what must not stand here (docs/concepts/import.md). The same scorer as
of what is written now; what follows is another, for whoever wrote it is not here."""

from dataclasses import dataclass

from hearten.forum.rules import Why, held_words
from hearten.imports.rules.marked import NOTHING
from hearten.safety.rules.acting import acting_level
from hearten.triage.rules import judge
from hearten.triage.rules.verdict import POSSIBLE_RISK


@dataclass(frozen=True, slots=True)
class Read:
    """A text that was read."""

    text: str
    """Without what somebody could be found by."""
    covered: bool
    method: bool
    """It tells how, or pushes to it."""
    speaks_of_danger: bool


def read(text: str) -> Read:
    """Cover what somebody could be found by, and say what else is in it."""
    verdict = judge(text)
    words = held_words(verdict)
    contact = [(one.start, one.end) for one in words if one.why == Why.CONTACT]
    return Read(
        text=_covered(text, contact),
        covered=bool(contact),
        method=any(one.why == Why.METHOD for one in words),
        speaks_of_danger=acting_level(verdict) >= POSSIBLE_RISK,
    )


def _covered(text: str, spans: list[tuple[int, int]]) -> str:
    """With one sign for each stretch of these spans, which may overlap."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            kept += [text[at:start], NOTHING]
        at = max(at, end)
    return "".join([*kept, text[at:]])
