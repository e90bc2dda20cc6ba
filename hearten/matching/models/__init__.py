"""Requests, proposals, pairings, and what supporters can take on."""

from hearten.matching.models.pairings import RULED_ENDINGS, EndReason, Feedback, Pairing
from hearten.matching.models.requests import (
    OPEN_STAGES,
    OPEN_STATES,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.models.supporters import (
    CAPACITY_MOST,
    MINUTES_MOST,
    PROPOSALS_MOST,
    Boundary,
    MatchingSettings,
    SupporterSettings,
)

__all__ = [
    "CAPACITY_MOST",
    "MINUTES_MOST",
    "OPEN_STAGES",
    "OPEN_STATES",
    "PROPOSALS_MOST",
    "RULED_ENDINGS",
    "Boundary",
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
