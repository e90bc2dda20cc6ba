"""What conduct keeps of a person, for the export of what they own: what they could read anyway."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.conduct.models import (
    Appeal,
    Letter,
    Measure,
    MeasureKind,
    MeasureState,
    Outcome,
    Rule,
    Scope,
)
from hearten.conduct.queries.decisions import decisions_visible_to
from hearten.conduct.queries.sealed import answer_of, reason_of, text_of, words_of

TITLE = _("What was decided")
EXPORTED = {
    "decisions": Declared(_("What was decided about your conduct")),
    "kind": Declared(_("What it is"), dict(MeasureKind.choices)),
    "scope": Declared(_("What it keeps you from"), dict(Scope.choices)),
    "rule": Declared(_("The agreement it is about"), dict(Rule.choices)),
    "state": Declared(_("How it stands"), dict(MeasureState.choices)),
    "reason": Declared(_("Reason")),
    "began": Declared(_("From")),
    "until": Declared(_("To")),
    "ended": Declared(_("Ended")),
    "appeal": Declared(_("Your appeal")),
    "words": Declared(_("Your words")),
    "at": Declared(_("When")),
    "outcome": Declared(_("What became of it"), dict(Outcome.choices)),
    "answer": Declared(_("The answer")),
    "letters": Declared(_("Letters between you and the moderation team")),
    "from_team": Declared(_("From the team")),
    "text": Declared(_("Text")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Decisions the person was told of, their appeals with the answers, and letters both ways."""
    told = decisions_visible_to(account).order_by("proposed_at", "id")
    letters = Letter.objects.filter(account=account)
    return {
        "decisions": [_decision(one) for one in told],
        "letters": [
            {"at": one.at, "from_team": one.from_team, "text": text_of(one)} for one in letters
        ],
    }


def _decision(measure: Measure) -> dict[str, Any]:
    appeal = Appeal.objects.filter(measure=measure).first()
    return {
        "kind": measure.kind,
        "scope": measure.scope,
        "rule": measure.rule,
        "state": measure.state,
        "reason": reason_of(measure),
        "began": measure.began_at,
        "until": measure.until,
        "ended": measure.ended_at,
        "appeal": _appeal(appeal) if appeal else None,
    }


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "at": appeal.made_at,
        "words": words_of(appeal),
        "outcome": appeal.outcome,
        "answer": answer_of(appeal),
    }
