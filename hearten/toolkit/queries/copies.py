"""The copy for a phone: everything somebody needs at night without a connection."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from hearten.accounts.models import Account, Programme
from hearten.crisis.rules import CountryLines, Line, country_name
from hearten.toolkit.queries.lines import lines_of
from hearten.toolkit.queries.plans import EntryRead, PlanRead, StepRead, plan_of
from hearten.toolkit.words import PART_WORDS, STEP_WORDS

LINES_KEPT = 8


def copy_of(account: Account, programme: Programme) -> dict[str, Any] | None:
    """What goes on the phone: `shut` is to be locked with the PIN, `lines` stay readable without.
    None while nothing was written. `stamp` changes when a copy made before is old."""
    plan = plan_of(account)
    if plan.id is None or plan.is_empty:
        return None
    lines = _lines(lines_of(account, programme), get_language() or "en")
    return {
        "plan": _mark(plan.id),
        "stamp": f"{plan.revision}-{get_language()}-{_digest(lines)}",
        "lines": lines,
        "shut": {"steps": [_step(n, one) for n, one in _written(plan)]},
    }


def _mark(plan_id: UUID) -> str:
    """Tells two people's copies on one phone apart, and nothing else."""
    return hashlib.sha256(plan_id.bytes).hexdigest()[:16]


def _digest(lines: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()[:12]


def _written(plan: PlanRead) -> list[tuple[int, StepRead]]:
    return [(n, step) for n, step in enumerate(plan.steps, start=1) if not step.is_empty]


def _step(number: int, step: StepRead) -> dict[str, Any]:
    several = len(step.parts) > 1
    return {
        "number": number,
        "title": str(STEP_WORDS[step.step].title),
        "lists": [
            {
                "title": str(PART_WORDS[part].title) if several else "",
                "entries": [_entry(entry) for entry in entries],
            }
            for part, entries in step.parts.items()
            if entries
        ],
    }


def _entry(entry: EntryRead) -> dict[str, str]:
    return {"text": entry.text, "phone": entry.phone, "dial": entry.dial}


def _lines(lines: CountryLines, language: str) -> dict[str, Any]:
    return {
        "country": country_name(lines.country, language),
        "emergency": [_line(one) for one in lines.emergency],
        "crisis": [_line(one) for one in lines.crisis[:LINES_KEPT]],
        "checked": lines.checked_on.isoformat() if lines.checked_on else "",
    }


def _line(line: Line) -> dict[str, str]:
    return {
        "name": line.name,
        "phone": line.phone,
        "dial": line.dial,
        "text_to": line.text_to,
        "website": line.website,
        "hours": line.hours,
        "note": line.note,
    }
