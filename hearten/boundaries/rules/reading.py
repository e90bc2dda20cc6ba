"""From one text and the scorer's verdict about it to the kinds it shows."""

import re

from hearten.boundaries.rules.kinds import Kind
from hearten.boundaries.rules.phrases import kinds_said
from hearten.triage.rules import Signal, Verdict
from hearten.triage.rules.folding import fold
from hearten.triage.rules.scorer import LEARNT

_REACH = frozenset(
    {
        "personal_data_phone",
        "personal_data_email",
        "personal_data_address",
        "personal_data_handle",
    }
)
_LEARNT = frozenset(LEARNT.values())
SURE_FROM = 0.8
"""How sure the scorer's model has to be of an approach where no phrase of its list says it."""
_OWN = re.compile(
    r"\b(?:my|mine|me|im|i'm|i live|we could|us|mi|mis|mio|mia|conmigo|soy|vivo|agregame|escribeme|"
    r"llamame|buscame|nos)\b"
)


def kinds_in(text: str, verdict: Verdict) -> frozenset[Kind]:
    """What a text shows. A way to reach somebody counts only where the writer speaks of themselves:
    the number of a surgery is help."""
    found = set(kinds_said(text))
    if any(signal.kind == "sexual_approach" and _is_sure(signal) for signal in verdict.signals):
        found.add(Kind.CLOSE)
    reach = any(signal.kind in _REACH and _is_phrase(signal) for signal in verdict.signals)
    if reach and _OWN.search(fold(text).text):
        found.add(Kind.ELSEWHERE)
    return frozenset(found)


def _is_phrase(signal: Signal) -> bool:
    return _LEARNT.isdisjoint(signal.reasons)


def _is_sure(signal: Signal) -> bool:
    return _is_phrase(signal) or signal.score >= SURE_FROM
