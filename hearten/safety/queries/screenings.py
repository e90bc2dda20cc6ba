"""Screenings of a case, opened for whoever has it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.foundation import crypto
from hearten.rota.ports import Switch
from hearten.safety.models import Case, Screening, ScreeningSettings
from hearten.safety.rules import screener


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRead:
    """One screening and what it says."""

    asked_by: str
    at: datetime
    answers: screener.Answers
    outcome: screener.Outcome


def screens(programme: Programme) -> bool:
    """Whether this programme uses the questions."""
    return ScreeningSettings.objects.filter(programme=programme, on=True).exists()


def screening_switch(*, programme: Programme) -> Switch:
    """Whether this programme uses them, for managers to change."""
    title, on, address = (
        _("Screening questions"),
        screens(programme),
        reverse("safety:use_screener"),
    )
    if not on:
        says = _(
            "Off. Many peer programmes do not screen. Switch it on only if your moderators are trained"
            " to ask about suicide."
        )
        return Switch(title, says, _("Switch the questions on"), on, address)
    says = _(
        "On: whoever has a case about somebody’s safety can ask up to seven questions about suicide"
        " and sees what the answers mean."
    )
    return Switch(title, says, _("Switch the questions off"), on, address)


def screenings_of(case: Case) -> list[ScreeningRead]:
    """The latest first; none once the case's key was destroyed. Only for whom policies.may_screen
    allows."""
    if case.wrapped_key is None:
        return []
    key = crypto.unwrap(case.wrapped_key)
    return [
        _opened(one, key) for one in Screening.objects.filter(case=case).select_related("asked_by")
    ]


def _opened(screening: Screening, key: crypto.DataKey) -> ScreeningRead:
    text = crypto.unseal(key, screening.sealed_answers, context=screening_context(screening))
    answers = {screener.Question(name): said for name, said in json.loads(text).items()}
    return ScreeningRead(
        asked_by=screening.asked_by.pseudonym,
        at=screening.at,
        answers=answers,
        outcome=screener.outcome(answers),
    )


def screening_context(screening: Screening) -> str:
    """The authenticated context of sealed answers."""
    return f"safety.Screening.answers:{screening.id}"
