"""Crisis lines, reports and cases."""

from hearten.safety.models.cases import (
    Case,
    CaseNote,
    CaseState,
    Report,
    ReportReason,
    Resolution,
)
from hearten.safety.models.lines import CrisisLine, CrisisLineKind, CrisisRelease

__all__ = [
    "Case",
    "CaseNote",
    "CaseState",
    "CrisisLine",
    "CrisisLineKind",
    "CrisisRelease",
    "Report",
    "ReportReason",
    "Resolution",
]
