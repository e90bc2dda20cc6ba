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


def _of(signal: Signal) -> int:
    if _LEARNT.isdisjoint(signal.reasons):
        return signal.level
    if signal.level == 3 and signal.score >= SHOWN_FROM:
        return 3 if signal.score >= CALLS_FROM else 2
    if signal.level == 2 and signal.score >= RISK_FROM:
        return 2
    return min(signal.level, 1)
