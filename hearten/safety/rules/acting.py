"""What is done about a verdict: which level a text is acted on as.

The scorer is made to miss little, and its linear model alone raises a text on thin evidence: of the
ordinary conversations of the demo it calls one line in ten immediate danger. Calling a person out of
bed for each would teach them to turn over. So a phrase acts as it stands, and what the model alone
says acts only where it is sure. docs/concepts/danger.md has the figures.
"""

from hearten.triage.rules import Signal, Verdict
from hearten.triage.rules.scorer import LEARNT

CALLS_FROM = 0.5
"""How sure the model has to be of immediate danger to call people by itself."""
SHOWN_FROM = 0.35
"""… and to show the card and guidance."""
RISK_FROM = 0.68
"""How sure of what a text of possible risk speaks of, to show the card and guidance."""
_LEARNT = frozenset(LEARNT.values())


def acting_level(verdict: Verdict) -> int:
    """0 to 3, never above the verdict's own level. A text the scorer failed on, without signals,
    keeps the level it was given."""
    if not verdict.signals:
        return verdict.level
    return min(verdict.level, max(_of(signal) for signal in verdict.signals))


OF_ONESELF = frozenset(
    {
        "suicide_ideation",
        "suicide_plan",
        "suicide_means",
        "suicide_timing",
        "suicide_past",
        "self_harm",
        "abuse",
        "minor",
        "distress",
    }
)
"""Kinds of signals that say how the writer is, and not what they do to others."""


def is_in_distress(verdict: Verdict) -> bool:
    """Whether a text says that its writer is badly off: as possible risk, or as distress in words that
    can be named. What the model alone calls distress is in much that is ordinary, and in advertising.
    A text the scorer failed on may say it."""
    if not verdict.signals:
        return verdict.level > 0
    return any(
        _of(signal) >= 2 or (signal.level >= 1 and _LEARNT.isdisjoint(signal.reasons))
        for signal in verdict.signals
        if signal.kind in OF_ONESELF
    )


def _of(signal: Signal) -> int:
    if _LEARNT.isdisjoint(signal.reasons):
        return signal.level
    if signal.level == 3 and signal.score >= SHOWN_FROM:
        return 3 if signal.score >= CALLS_FROM else 2
    if signal.level == 2 and signal.score >= RISK_FROM:
        return 2
    return min(signal.level, 1)
