"""Measures, appeals, letters, and what a programme promises."""

from hearten.conduct.models.appeals import APPEAL_DAYS_MOST, Appeal, ConductSettings, Outcome
from hearten.conduct.models.letters import Letter
from hearten.conduct.models.measures import Measure, MeasureKind, MeasureState, Rule, Scope

__all__ = [
    "APPEAL_DAYS_MOST",
    "Appeal",
    "ConductSettings",
    "Letter",
    "Measure",
    "MeasureKind",
    "MeasureState",
    "Outcome",
    "Rule",
    "Scope",
]
