"""Requests, proposals, pairings, and what supporters can take on."""

from hearten.matching.models.pairings import EndReason, Feedback, Pairing
from hearten.matching.models.requests import (
    OPEN_STAGES,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.models.supporters import MatchingSettings, SupporterSettings

__all__ = [
    "OPEN_STAGES",
    "EndReason",
    "Feedback",
    "MatchingSettings",
    "Pairing",
    "Proposal",
    "RequestKind",
    "RequestState",
    "Stage",
    "SupportRequest",
    "SupporterSettings",
]
