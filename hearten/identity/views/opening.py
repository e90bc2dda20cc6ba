"""The moderator who has a welfare case: asking, looking within the hour, and saying who was told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotPossible
from hearten.identity import actions, forms, policies, queries
from hearten.identity.models import Opening
from hearten.safety.queries import cases_visible_to
from hearten.ui.forms import take_errors

_moderators = with_role(Role.MODERATOR)


def _case(request: PersonRequest, case_id: UUID) -> Any:
    """The case, for the moderator who has it and only while it is about somebody's safety."""
    seen = cases_visible_to(request.user).filter(programme=request.programme)
    case = get_object_or_404(seen.select_related("programme", "about"), pk=case_id)
    if not policies.may_ask(request.user, case):
        raise Http404
    return case


def _opening(request: PersonRequest, case: Any) -> Opening:
    opening = queries.opening_of_case(case, request.user)
    if opening is None:
        raise Http404
    return opening


def _page(request: PersonRequest, case: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    opening, now = queries.opening_of_case(case, request.user), clock.shared_now()
    waits = opening is not None and opening.answered_at is None and opening.answer_by > now
    page = {
        "case": case,
        "opening": opening,
        "waits": waits,
        "is_open": opening is not None and policies.may_open(request.user, opening, now),
        "has_details": queries.has_details(case.about_id),
        "disclosures": queries.disclosures_of(opening) if opening else (),
        "ask_form": forms.AskForm(),
        "told_form": forms.DisclosureForm() if opening and opening.agreed else None,
    }
    return render(request, "identity/case.html", page | more, status=status)


@_moderators
def case(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """Where it stands; asking."""
    found = _case(request, case_id)
    if request.method != "POST":
        return _page(request, found)
    form = forms.AskForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_opening(case=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("A second person is asked now."))
            return redirect("identity:case", case_id)
        except Invalid as error:
            take_errors(form, error)
        except NotPossible as error:
            form.add_error(None, error.message)
    return _page(request, found, ask_form=form, status=422)


@require_POST
@_moderators
def look(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """The details; this look is recorded, and the person will know of it."""
    found = _case(request, case_id)
    details = actions.open_details(opening=_opening(request, found), by=request.user)
    return _page(request, found, details=details)


@require_POST
@_moderators
def told(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """Into the register: what was told to whom."""
    found = _case(request, case_id)
    form = forms.DisclosureForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            actions.register_disclosure(opening=_opening(request, found), by=request.user, **given)
            messages.success(request, _("It is in the register."))
            return redirect("identity:case", case_id)
        except Invalid as error:
            take_errors(form, error)
    return _page(request, found, told_form=form, status=422)
