"""What is held before anybody else reads it, and for which words. Pain never is: whoever writes that
they want to die is read, and helped, not silenced."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hearten.triage.rules import Verdict
from hearten.triage.rules.scorer import LEARNT

LEAST = 0.5
"""How sure a signal must be: what the words around it weaken holds nothing."""
_GUESSED = frozenset(LEARNT.values())
"""Reasons of the model alone. A likeness calls a person; only words that can be named hold a text, for
its writer has to know what to say otherwise."""


class Why(StrEnum):
    """Why a post is held."""

    METHOD = "method"
    CONTACT = "contact"
    LINK = "link"
    """A link of somebody new."""
    AGAIN = "again"
    """What the writer said already, and again."""


_WHY = {
    "method_encouragement": Why.METHOD,
    "eating_disorder_encouragement": Why.METHOD,
    "personal_data_phone": Why.CONTACT,
    "personal_data_email": Why.CONTACT,
    "personal_data_address": Why.CONTACT,
    "personal_data_handle": Why.CONTACT,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a text that hold it, as a half-open span of it."""

    why: Why
    kind: str
    """Of triage's signals."""
    start: int
    end: int


def held_words(verdict: Verdict) -> list[Words]:
    """The words of a text that hold it, in the order of the text; none for one that is open."""
    found = [
        Words(_WHY[signal.kind], signal.kind, signal.start, signal.end)
        for signal in verdict.signals
        if signal.kind in _WHY and signal.score >= LEAST and _GUESSED.isdisjoint(signal.reasons)
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def gravest(words: Sequence[Words]) -> Why | None:
    """What a post with these words is held for; None when it is open."""
    whys = {one.why for one in words}
    return next((why for why in Why if why in whys), None)
