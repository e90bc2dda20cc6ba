"""Reading crisis lines and cases."""

from hearten.safety.models import ReportReason
from hearten.safety.queries.cases import (
    CaseCounts,
    NoteRead,
    case_counts,
    cases_visible_to,
    could_take,
    note_context,
    notes_of,
    queue_of,
    reason_context,
    reason_of,
    report_context,
    report_reasons,
    resolved_of,
    waiting_count,
)
from hearten.safety.queries.lines import as_line, editable_lines, lines_for, shown_in

__all__ = [
    "CaseCounts",
    "NoteRead",
    "ReportReason",
    "as_line",
    "case_counts",
    "cases_visible_to",
    "could_take",
    "editable_lines",
    "lines_for",
    "note_context",
    "notes_of",
    "queue_of",
    "reason_context",
    "reason_of",
    "report_context",
    "report_reasons",
    "resolved_of",
    "shown_in",
    "waiting_count",
]
