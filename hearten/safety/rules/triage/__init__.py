"""Triage of a written text: how much danger it speaks of, and why. See docs/concepts/triage.md."""

from hearten.safety.rules.triage.scorer import VERSION, score
from hearten.safety.rules.triage.verdict import KINDS, Signal, Verdict

__all__ = ["KINDS", "VERSION", "Signal", "Verdict", "score"]
