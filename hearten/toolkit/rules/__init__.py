"""The shape of a safety plan: its steps, how much goes into each, and what a phone number is."""

from hearten.toolkit.rules.phones import dialled, is_phone, tidy_phone
from hearten.toolkit.rules.shape import (
    MOST,
    OFFERED,
    PARTS,
    PHONE_MOST,
    STEPS,
    SUGGESTIONS_MOST,
    TEXT_MOST,
    WITH_PHONE,
    Part,
    Step,
    rows_shown,
    step_after,
    step_of,
)

__all__ = [
    "MOST",
    "OFFERED",
    "PARTS",
    "PHONE_MOST",
    "STEPS",
    "SUGGESTIONS_MOST",
    "TEXT_MOST",
    "WITH_PHONE",
    "Part",
    "Step",
    "dialled",
    "is_phone",
    "rows_shown",
    "step_after",
    "step_of",
    "tidy_phone",
]
