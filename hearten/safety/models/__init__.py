"""Crisis lines, reports and cases."""

from hearten.safety.models.cases import (
    RESOLUTIONS,
    Case,
    CaseNature,
    CaseNote,
    CaseState,
    Report,
    ReportReason,
    Resolution,
)
from hearten.safety.models.lines import CrisisLine, CrisisLineKind, CrisisRelease

__all__ = [
    "RESOLUTIONS",
    "Case",
    "CaseNature",
    "CaseNote",
    "CaseState",
    "CrisisLine",
    "CrisisLineKind",
    "CrisisRelease",
    "Report",
    "ReportReason",
    "Resolution",
]
