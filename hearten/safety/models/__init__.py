"""Crisis lines, reports, cases, and what the scorer found."""

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
from hearten.safety.models.findings import Finding, Level
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
    "Finding",
    "Level",
    "Report",
    "ReportReason",
    "Resolution",
]
