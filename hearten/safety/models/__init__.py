"""Reports, cases, what the scorer found, the rota and alerts."""

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
from hearten.safety.models.duty import DutyChange, EscalationSettings, PhoneFrom, Shift, Weekday
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
    "DutyChange",
    "EntryKind",
    "EscalationSettings",
    "Finding",
    "Level",
    "PhoneFrom",
    "Referral",
    "Report",
    "ReportAttachment",
    "ReportReason",
    "Resolution",
    "Screening",
    "ScreeningSettings",
    "Shift",
    "Weekday",
]
