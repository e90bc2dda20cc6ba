"""Triage of a written text: how much danger it speaks of, and why. See docs/concepts/triage.md."""

from hearten.triage.rules import reasons
from hearten.triage.rules.scorer import VERSION, score
from hearten.triage.rules.verdict import KINDS, Signal, Verdict

__all__ = ["KINDS", "VERSION", "Signal", "Verdict", "reasons", "score"]
