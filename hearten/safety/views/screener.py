"""The screening questions of a welfare case, for whoever has it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import NotPossible
from hearten.safety import actions, forms, policies, queries
from hearten.safety.models import Case, CaseNature, CaseState
from hearten.safety.rules import screener

RISKS: dict[screener.Risk, str | Promise] = {
    screener.Risk.NONE: gettext_lazy("No sign of risk in the answers"),
    screener.Risk.LOW: gettext_lazy("Low risk"),
    screener.Risk.MODERATE: gettext_lazy("Moderate risk"),
    screener.Risk.HIGH: gettext_lazy("High risk"),
}


@with_role(Role.MODERATOR)
def ask(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """Ask, keep the answers, and see what they say."""
    seen = queries.cases_visible_to(request.user).filter(programme=request.programme)
    case = get_object_or_404(seen.select_related("programme", "about"), pk=case_id)
    welfare = case.nature == CaseNature.WELFARE
    if not welfare or not policies.may_screen(request.user.id, case):
        raise Http404
    form = forms.ScreenerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _kept(request, case, form)
    context = {
        "case": case,
        "form": form if case.state == CaseState.ASSIGNED else None,
        "screenings": [_shown(one) for one in queries.screenings_of(case)],
    }
    return render(request, "safety/screener.html", context)


def _kept(request: PersonRequest, case: Case, form: forms.ScreenerForm) -> HttpResponse:
    try:
        actions.record_screening(
            case=case,
            answers=form.answers(),
            screening_id=form.cleaned_data["screening_id"],
            by=request.user,
        )
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect("safety:screener", case_id=case.id)


def _shown(read: queries.ScreeningRead) -> dict[str, Any]:
    words = {one: forms.ScreenerForm.base_fields[one.value].label for one in screener.Question}
    said = {True: _("Yes"), False: _("No"), None: _("No answer")}
    return {
        "read": read,
        "risk": RISKS[read.outcome.risk],
        "grave": screener.at_least(read.outcome.risk, screener.Risk.HIGH),
        "some": screener.at_least(read.outcome.risk, screener.Risk.LOW),
        "answers": [(words[one], said[answer]) for one, answer in read.answers.items()],
    }


@require_POST
@with_role(Role.MANAGER)
def switch(request: PersonRequest) -> HttpResponse:
    """Whether the programme uses the questions."""
    actions.use_screener(
        programme=request.programme, on=request.POST.get("on") == "yes", by=request.user
    )
    messages.success(request, _("Saved."))
    return redirect("rota:rota")
