"""Reports, cases, what the scorer found and alerts."""

from hearten.safety.models.alerts import Alert, AlertKind, AlertStep, Audience, DrillAnswer
from hearten.safety.models.cases import (
    RESOLUTIONS,
    CallOutcome,
    Case,
    CaseNature,
    CaseNote,
    CaseState,
    EntryKind,
    Referral,
    Report,
    ReportAttachment,
    ReportReason,
    Resolution,
)
from hearten.safety.models.findings import Finding, Level
from hearten.safety.models.screenings import Screening, ScreeningSettings

__all__ = [
    "RESOLUTIONS",
    "Alert",
    "AlertKind",
    "AlertStep",
    "Audience",
    "CallOutcome",
    "Case",
    "CaseNature",
    "CaseNote",
    "CaseState",
    "DrillAnswer",
    "EntryKind",
    "Finding",
    "Level",
    "Referral",
    "Report",
    "ReportAttachment",
    "ReportReason",
    "Resolution",
    "Screening",
    "ScreeningSettings",
]
