"""Everything the toolkit keeps of a person, for the export of what they own."""

from typing import Any

from hearten.accounts.models import Account
from hearten.toolkit.models import Plan, Share, Suggestion
from hearten.toolkit.queries.plans import plan_of
from hearten.toolkit.queries.sharing import looks_at, suggestions_for


def export_of(account: Account) -> dict[str, Any]:
    """The person's plan, with whom it is shared, who looked, what was suggested to them, and how
    many suggestions of theirs wait for others (the words are the others' to decide about). JSON
    values only; times as ISO 8601."""
    plan = Plan.objects.filter(account=account).first()
    return {
        "plan": _plan(account, plan) if plan else None,
        "suggestions_to_me": [
            {"list": one.part.value, "text": one.text, "at": one.at.isoformat()}
            for one in suggestions_for(account)
        ],
        "suggestions_by_me_waiting": Suggestion.objects.filter(pairing__supporter=account).count(),
    }


def _plan(account: Account, plan: Plan) -> dict[str, Any]:
    return {
        "changed_at": plan.changed_at.isoformat(),
        "looked_at": plan.looked_at.isoformat(),
        "steps": {
            step.step.value: {
                part.value: [{"text": one.text, "phone": one.phone} for one in entries]
                for part, entries in step.parts.items()
            }
            for step in plan_of(account).steps
        },
        "shared": [
            {"step": one.step, "pairing": str(one.pairing_id), "since": one.since.isoformat()}
            for one in Share.objects.filter(plan=plan).order_by("since", "id")
        ],
        "read_by_others": [
            {
                "by": look.pseudonym,
                "at": look.at.isoformat(),
                "steps": [step.value for step in look.steps],
            }
            for look in looks_at(plan)
        ],
    }
