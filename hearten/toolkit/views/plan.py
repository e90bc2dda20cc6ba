"""The plan to read: at three in the morning the first step stands first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import (
    PersonRequest,
    ReaderRequest,
    signed_in,
    signed_in_or_suspended,
    signed_in_whatever_waits,
)
from hearten.toolkit import actions, queries
from hearten.toolkit.queries import PlanRead
from hearten.toolkit.words import PART_WORDS, STEP_WORDS

LINES_SHOWN = 5
LONG_PLAN = 1200
"""Characters from which the printed page needs smaller letters to stay one page."""


@signed_in_whatever_waits
def plan(request: PersonRequest) -> HttpResponse:
    """The six steps, the numbers to call, and what can be done with the plan."""
    mine = queries.plans_visible_to(request.user).first()
    read = queries.plan_of(request.user)
    lines = queries.lines_of(request.user, request.programme)
    context = {
        "plan": read,
        "steps": steps_shown(read),
        "first_empty": read.first_empty,
        "emergency": lines.emergency[:2],
        "crisis": lines.crisis[:LINES_SHOWN],
        "suggestions": queries.suggestions_for(request.user),
        "part_words": PART_WORDS,
        "looks": queries.looks_at(mine) if mine else [],
        "long": _length(read) > LONG_PLAN,
    }
    return render(request, "toolkit/plan.html", context)


@signed_in_or_suspended
def kept(request: ReaderRequest) -> HttpResponse:
    """The plan to read, and nothing else: for somebody whose account is paused. It is theirs."""
    read = queries.plan_of(request.reader)
    lines = queries.lines_of(request.reader, request.programme)
    context = {
        "steps": [one for one in steps_shown(read) if not one["is_empty"]],
        "emergency": lines.emergency[:2],
        "crisis": lines.crisis[:LINES_SHOWN],
        "suspended": request.suspended,
    }
    return render(request, "toolkit/kept.html", context)


def steps_shown(read: PlanRead) -> list[dict[str, Any]]:
    """Each step with its number, words and lists, for the templates."""
    return [
        {
            "number": number,
            "step": one.step.value,
            "title": STEP_WORDS[one.step].title,
            "is_empty": one.is_empty,
            "lists": [
                {
                    "title": PART_WORDS[part].title if len(one.parts) > 1 else "",
                    "entries": entries,
                }
                for part, entries in one.parts.items()
            ],
        }
        for number, one in enumerate(read.steps, start=1)
    ]


def _length(read: PlanRead) -> int:
    return sum(
        len(entry.text) + len(entry.phone)
        for step in read.steps
        for entries in step.parts.values()
        for entry in entries
    )


@require_POST
@signed_in
def looked(request: PersonRequest) -> HttpResponse:
    """It still fits."""
    actions.look_through(account=request.user, by=request.user)
    messages.success(request, _("Good. You have looked through it today."))
    return redirect("toolkit:plan")


@require_POST
@signed_in
def delete(request: PersonRequest) -> HttpResponse:
    """Take the whole plan away."""
    actions.delete_plan(account=request.user, by=request.user)
    messages.success(request, _("Your plan is deleted."))
    return redirect("toolkit:plan")
