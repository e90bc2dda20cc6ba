"""What a moderator does on a case: decide, write, refer, put down a call. One small page each."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest
from hearten.conduct.actions import Wish
from hearten.conduct.rules import GRAVE
from hearten.foundation.errors import HeartenError, NotAllowed
from hearten.safety import actions, policies
from hearten.safety.forms import casework as forms
from hearten.safety.models import CallOutcome, Case, CaseState, Referral
from hearten.safety.views.cases import on_case
from hearten.ui.forms import take_errors

_forms_too = require_http_methods(["GET", "HEAD", "POST"])


def _asked(
    request: PersonRequest,
    case: Case,
    form: django_forms.Form,
    *,
    page: str,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """The page of one form, or what the action says to it."""
    if not policies.has_case(request.user.id, case) or case.state != CaseState.ASSIGNED:
        raise NotAllowed(_("Please take this case first, so that everybody knows who has it."))
    if form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("safety:case", case_id=case.id)
        except HeartenError as error:
            take_errors(form, error)
    context = {"case": case, "form": form, "page": page}
    return render(request, "safety/case_form.html", context, status=422 if form.is_bound else 200)


def _given(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


@_forms_too
@on_case
def measure(request: PersonRequest, case: Case) -> HttpResponse:
    """Decide, or propose what needs a second person."""
    form = forms.MeasureForm(_given(request))
    return _asked(
        request,
        case,
        form,
        page="measure",
        act=lambda given: actions.decide_measure(
            case=case, wish=form.wish(), measure_id=given["measure_id"], by=request.user
        ),
        done=_decided(form.wish()) if form.is_valid() else "",
    )


def _decided(wish: Wish) -> str:
    if wish.kind in GRAVE:
        return _("Done. It waits for a second person now.")
    return _("Done. The person reads it on their next page.")


@_forms_too
@on_case
def letter(request: PersonRequest, case: Case) -> HttpResponse:
    """Write to the person as the moderation team."""
    return _asked(
        request,
        case,
        forms.LetterForm(_given(request)),
        page="letter",
        act=lambda given: actions.write_to_person(
            case=case, text=given["text"], letter_id=given["letter_id"], by=request.user
        ),
        done=_("The letter is sent."),
    )


@_forms_too
@on_case
def refer(request: PersonRequest, case: Case) -> HttpResponse:
    """Put down to whom it was referred."""
    return _asked(
        request,
        case,
        forms.ReferralForm(_given(request)),
        page="refer",
        act=lambda given: actions.refer_case(
            case=case,
            to=Referral(given["code"]),
            text=given["text"],
            note_id=given["note_id"],
            by=request.user,
        ),
        done=_("It is put down."),
    )


@_forms_too
@on_case
def call(request: PersonRequest, case: Case) -> HttpResponse:
    """Put down that a call was made."""
    return _asked(
        request,
        case,
        forms.CallForm(_given(request)),
        page="call",
        act=lambda given: actions.record_call(
            case=case,
            outcome=CallOutcome(given["code"]),
            text=given["text"],
            note_id=given["note_id"],
            by=request.user,
        ),
        done=_("It is put down."),
    )
