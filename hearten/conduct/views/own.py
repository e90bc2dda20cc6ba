"""What was decided about the reader, and how they answer. Also for somebody who is suspended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import ReaderRequest, signed_in_or_suspended
from hearten.conduct import actions, forms, ports, queries
from hearten.conduct.models import Letter, Measure
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors


def _page(
    request: ReaderRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """With what a suspended reader needs: what stays open for them."""
    frame = {
        "suspended": request.suspended,
        "still_open": ports.still_open() if request.suspended else [],
    }
    return render(request, f"conduct/{name}.html", frame | context, status=status)


@signed_in_or_suspended
def mine(request: ReaderRequest) -> HttpResponse:
    """All of it: decisions, and letters of the moderation team."""
    context = {
        "decisions": queries.decisions_of(request.reader),
        "threads": queries.threads_of(request.reader),
    }
    return _page(request, "mine", context)


def _mine(request: ReaderRequest, measure_id: UUID) -> Measure:
    return get_object_or_404(queries.decisions_visible_to(request.reader), pk=measure_id)


@signed_in_or_suspended
def decision(request: ReaderRequest, measure_id: UUID) -> HttpResponse:
    """One decision: what, why, for how long, what it means, and how to ask for another look."""
    measure = _mine(request, measure_id)
    days = queries.settings_of(measure.programme).appeal_days
    context = {"decision": queries.decision_of(measure), "days": days}
    return _page(request, "decision", context)


@require_POST
@signed_in_or_suspended
def acknowledge(request: ReaderRequest, measure_id: UUID) -> HttpResponse:
    """I have read it."""
    actions.acknowledge(measure=_mine(request, measure_id), by=request.reader)
    if request.suspended:
        return redirect("conduct:mine")
    messages.success(request, _("Thank you for reading it."))
    return redirect("pages:home")


@signed_in_or_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: ReaderRequest, measure_id: UUID) -> HttpResponse:
    """Ask for another look, in one's own words."""
    measure = _mine(request, measure_id)
    form = forms.AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.appeal(measure=measure, words=form.cleaned_data["words"], by=request.reader)
            return redirect("conduct:decision", measure_id)
        except HeartenError as error:
            take_errors(form, error)
    days = queries.settings_of(measure.programme).appeal_days
    context = {"decision": queries.decision_of(measure), "form": form, "days": days}
    return _page(request, "appeal", context, status=422 if form.is_bound else 200)


@signed_in_or_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: ReaderRequest, letter_id: UUID) -> HttpResponse:
    """What the moderation team wrote, and the answers."""
    letter = get_object_or_404(queries.letters_visible_to(request.reader), pk=letter_id)
    form = forms.LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answered(request, letter, form):
        return redirect("conduct:letter", letter_id)
    thread = queries.thread_of(letter)
    actions.open_letters(letter=letter, by=request.reader)
    context = {"thread": thread, "form": form if queries.answers_left(letter) else None}
    return _page(request, "letter", context, status=422 if form.is_bound else 200)


def _answered(request: ReaderRequest, letter: Letter, form: forms.LetterForm) -> bool:
    try:
        actions.answer_letter(
            letter=letter,
            text=form.cleaned_data["text"],
            answer_id=form.cleaned_data["letter_id"],
            by=request.reader,
        )
    except HeartenError as error:
        take_errors(form, error)
        return False
    return True
