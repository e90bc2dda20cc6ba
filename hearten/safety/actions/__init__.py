"""Everything that changes cases, findings and alerts."""

from hearten.safety.actions.alerts import (
    raise_alert,
    raise_for_deserted,
    start_drill,
    start_due_drills,
    take_due_steps,
)
from hearten.safety.actions.cases import (
    EvidenceRead,
    add_note,
    assign_case,
    hand_over_case,
    read_evidence,
    resolve_case,
)
from hearten.safety.actions.claims import claim_alert, claim_by_phone, note_opened
from hearten.safety.actions.deciding import decide_measure, write_to_person
from hearten.safety.actions.erasing import erase
from hearten.safety.actions.findings import (
    answer_findings,
    bring_to_a_person,
    bring_unanswered,
    move_findings,
    note_finding,
    put_card_away,
)
from hearten.safety.actions.helping import record_call, refer_case
from hearten.safety.actions.reports import Enclosed, History, report
from hearten.safety.actions.screenings import record_screening, use_screener
from hearten.safety.actions.telling import note_told

__all__ = [
    "Enclosed",
    "EvidenceRead",
    "History",
    "add_note",
    "answer_findings",
    "assign_case",
    "bring_to_a_person",
    "bring_unanswered",
    "claim_alert",
    "claim_by_phone",
    "decide_measure",
    "erase",
    "hand_over_case",
    "move_findings",
    "note_finding",
    "note_opened",
    "note_told",
    "put_card_away",
    "raise_alert",
    "raise_for_deserted",
    "read_evidence",
    "record_call",
    "record_screening",
    "refer_case",
    "report",
    "resolve_case",
    "start_drill",
    "start_due_drills",
    "take_due_steps",
    "use_screener",
    "write_to_person",
]
