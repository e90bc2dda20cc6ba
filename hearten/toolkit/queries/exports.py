"""Everything the toolkit keeps of a person, for the export of what they own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.toolkit.models import Plan, Share, Suggestion
from hearten.toolkit.queries.plans import plan_of
from hearten.toolkit.queries.sharing import looks_at, suggestions_for
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.words import PART_WORDS, STEP_WORDS

_STEPS = {step.value: STEP_WORDS[step].title for step in Step}
_PARTS = {part.value: PART_WORDS[part].title for part in Part}
TITLE = _("Your plan")
EXPORTED = {
    **{code: Declared(title) for code, title in (_PARTS | _STEPS).items()},
    "plan": Declared(_("Your plan")),
    "changed_at": Declared(_("Changed")),
    "looked_at": Declared(_("You looked through it")),
    "text": Declared(_("Words")),
    "phone": Declared(_("Number")),
    "shared": Declared(_("What you share")),
    "step": Declared(_("Step"), _STEPS),
    "steps": Declared(_("Steps"), _STEPS),
    "with": Declared(_("With")),
    "since": Declared(_("Since")),
    "read_by_others": Declared(_("Who read it")),
    "by": Declared(_("Who")),
    "at": Declared(_("When")),
    "suggestions_to_me": Declared(_("What was suggested to you")),
    "list": Declared(_("List"), _PARTS),
    "suggestions_by_me_waiting": Declared(_("What you suggested, and waits for an answer")),
}


def export_of(account: Account) -> dict[str, Any]:
    """The person's plan, with whom it is shared, who looked, what was suggested to them, and how
    many suggestions of theirs wait for others (the words are the others' to decide about)."""
    plan = Plan.objects.filter(account=account).first()
    return {
        "plan": _plan(account, plan) if plan else None,
        "suggestions_to_me": [
            {"list": one.part.value, "text": one.text, "at": one.at}
            for one in suggestions_for(account)
        ],
        "suggestions_by_me_waiting": Suggestion.objects.filter(pairing__supporter=account).count(),
    }


def _plan(account: Account, plan: Plan) -> dict[str, Any]:
    return {
        "changed_at": plan.changed_at,
        "looked_at": plan.looked_at,
        "steps": {
            step.step.value: {
                part.value: [{"text": one.text, "phone": one.phone} for one in entries]
                for part, entries in step.parts.items()
            }
            for step in plan_of(account).steps
        },
        "shared": [
            {"step": one.step, "with": one.pairing.supporter.pseudonym, "since": one.since}
            for one in Share.objects.filter(plan=plan)
            .select_related("pairing__supporter")
            .order_by("since", "id")
        ],
        "read_by_others": [
            {
                "by": look.pseudonym,
                "at": look.at,
                "steps": [step.value for step in look.steps],
            }
            for look in looks_at(plan)
        ],
    }
