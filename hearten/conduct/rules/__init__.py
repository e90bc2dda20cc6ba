"""What needs no database: kinds of measure, and what each may rest on."""

from hearten.conduct.rules.escalation import (
    GRAVEST,
    VOICES_ENOUGH,
    Basis,
    Grounds,
    basis_of,
    may_begin_at_once,
    needs_second,
)
from hearten.conduct.rules.measures import (
    APPEAL_AFTER_END,
    DAYS_MOST,
    GRAVE,
    LIGHT,
    PROVISIONAL,
    WRITING_DAYS_MOST,
    Kind,
    Scope,
    days_most,
    fits,
    is_lighter,
)

__all__ = [
    "APPEAL_AFTER_END",
    "DAYS_MOST",
    "GRAVE",
    "GRAVEST",
    "LIGHT",
    "PROVISIONAL",
    "VOICES_ENOUGH",
    "WRITING_DAYS_MOST",
    "Basis",
    "Grounds",
    "Kind",
    "Scope",
    "basis_of",
    "days_most",
    "fits",
    "is_lighter",
    "may_begin_at_once",
    "needs_second",
]
