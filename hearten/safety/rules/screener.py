"""The risk screener: which questions follow from which answers, and what they say together.

The logic is that of the Columbia screener: 3 to 5 are asked only after a yes to 2; 6 always. Low: 1 or
2 alone; moderate: 3, or 6 at any time in life; high: 4, 5, or 6 within three months. There is never a
sum. The wording is our own (forms.ScreenerForm). Source: docs/concepts/screener.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What is asked, in this order."""

    WISH = "wish"
    THOUGHTS = "thoughts"
    HOW = "how"
    INTENT = "intent"
    PLAN = "plan"
    EVER = "ever"
    RECENT = "recent"


class Risk(StrEnum):
    """What the answers say together. Not a number, and not to be added to anything."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


ONLY_AFTER = {
    Question.HOW: Question.THOUGHTS,
    Question.INTENT: Question.THOUGHTS,
    Question.PLAN: Question.THOUGHTS,
    Question.RECENT: Question.EVER,
}
"""Asked only after a yes to the other."""
_MEANS = (
    (Risk.HIGH, (Question.INTENT, Question.PLAN, Question.RECENT)),
    (Risk.MODERATE, (Question.HOW, Question.EVER)),
    (Risk.LOW, (Question.WISH, Question.THOUGHTS)),
)
_ORDER = tuple(Risk)

Answers = Mapping[Question, bool | None]
"""Yes, no, or None where the person did not answer. A question that is missing was not asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`risk` is what the answers say at least; `complete` is False when an answer that is missing
    could make it more. A missing answer is never taken for a no."""

    risk: Risk
    complete: bool


def asked(answers: Answers) -> dict[Question, bool | None]:
    """The answers to the questions that were to be asked; answers to others do not count."""
    kept: dict[Question, bool | None] = {}
    for question in Question:
        before = ONLY_AFTER.get(question)
        if before is None or kept.get(before) is True:
            kept[question] = answers.get(question)
    return kept


def outcome(answers: Answers) -> Outcome:
    """What the answers say together."""
    least = _risk(asked(answers))
    # Unanswered, it might have been a yes, and so might what would have been asked after it.
    most = _risk(asked({question: answers.get(question) is not False for question in Question}))
    return Outcome(least, complete=most == least)


def _risk(kept: Answers) -> Risk:
    yes = {question for question, said in kept.items() if said}
    return next((risk for risk, questions in _MEANS if yes & set(questions)), Risk.NONE)


def at_least(risk: Risk, floor: Risk) -> bool:
    """Whether one is as grave as the other, or graver."""
    return _ORDER.index(risk) >= _ORDER.index(floor)
