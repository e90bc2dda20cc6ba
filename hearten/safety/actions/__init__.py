"""Everything that changes cases and crisis lines."""

from hearten.safety.actions.cases import (
    EvidenceRead,
    add_note,
    assign_case,
    hand_over_case,
    read_evidence,
    resolve_case,
)
from hearten.safety.actions.lines import (
    confirm_crisis_lines,
    load_crisis_lines,
    remove_crisis_line,
    save_crisis_line,
)
from hearten.safety.actions.reports import report

__all__ = [
    "EvidenceRead",
    "add_note",
    "assign_case",
    "confirm_crisis_lines",
    "hand_over_case",
    "load_crisis_lines",
    "read_evidence",
    "remove_crisis_line",
    "report",
    "resolve_case",
    "save_crisis_line",
]
