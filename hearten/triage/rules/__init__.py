"""Triage of a written text: how much danger it speaks of, and why. See docs/concepts/triage.md."""

import logging

from hearten.triage.rules import reasons
from hearten.triage.rules.scorer import VERSION, score
from hearten.triage.rules.verdict import KINDS, Signal, Verdict

_LOG = logging.getLogger(__name__)


def judge(text: str) -> Verdict:
    """As `score`, but a text it cannot cope with goes to a person and holds up nobody."""
    try:
        return score(text)
    except Exception as error:
        _LOG.error("the scorer failed on a text: %s", type(error).__name__)
        return Verdict(level=2, score=0.0, signals=(), lang="other", version="failed")


__all__ = ["KINDS", "VERSION", "Signal", "Verdict", "judge", "reasons", "score"]
