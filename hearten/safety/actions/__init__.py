"""Everything that changes cases, findings and crisis lines."""

from hearten.safety.actions.cases import (
    EvidenceRead,
    add_note,
    assign_case,
    hand_over_case,
    read_evidence,
    resolve_case,
)
from hearten.safety.actions.findings import (
    answer_findings,
    bring_to_a_person,
    note_finding,
    put_card_away,
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
    "answer_findings",
    "assign_case",
    "bring_to_a_person",
    "confirm_crisis_lines",
    "hand_over_case",
    "load_crisis_lines",
    "note_finding",
    "put_card_away",
    "read_evidence",
    "remove_crisis_line",
    "report",
    "resolve_case",
    "save_crisis_line",
]
