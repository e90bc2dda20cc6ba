"""Everything that changes cases and crisis lines."""

from hearten.safety.actions.cases import (
    EvidenceRead,
    add_note,
    assign_case,
    hand_over_case,
    read_evidence,
    resolve_case,
)
from hearten.safety.actions.reports import report

__all__ = [
    "EvidenceRead",
    "add_note",
    "assign_case",
    "hand_over_case",
    "read_evidence",
    "report",
    "resolve_case",
]
