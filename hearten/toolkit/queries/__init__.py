"""Every read of safety plans. Who may see what comes first: plans are their owner's alone, but for
the steps shared with the supporter of an open pairing."""

from hearten.toolkit.queries.copies import copy_of
from hearten.toolkit.queries.exports import EXPORTED, TITLE, export_of
from hearten.toolkit.queries.lines import Offer, country_of, lines_of, offers_for
from hearten.toolkit.queries.looks import looks_of
from hearten.toolkit.queries.plans import (
    EntryRead,
    PlanRead,
    StepRead,
    plan_of,
    plans_visible_to,
)
from hearten.toolkit.queries.sealed import entry_context, opened, suggestion_context
from hearten.toolkit.queries.sharing import (
    Look,
    Shared,
    SuggestionRead,
    looked_since,
    looks_at,
    open_pairings_of,
    shared_steps,
    shared_with,
    shares_of,
    suggestions_for,
    suggestions_visible_to,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "EntryRead",
    "Look",
    "Offer",
    "PlanRead",
    "Shared",
    "StepRead",
    "SuggestionRead",
    "copy_of",
    "country_of",
    "entry_context",
    "export_of",
    "lines_of",
    "looked_since",
    "looks_at",
    "looks_of",
    "offers_for",
    "open_pairings_of",
    "opened",
    "plan_of",
    "plans_visible_to",
    "shared_steps",
    "shared_with",
    "shares_of",
    "suggestion_context",
    "suggestions_for",
    "suggestions_visible_to",
]
