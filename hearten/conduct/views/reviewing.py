"""The second person: what is proposed, what was appealed, and what the programme promises."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.accounts.policies import may_moderate
from hearten.conduct import actions, forms, policies, queries
from hearten.conduct.models import Appeal, Measure, Outcome
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors

_seconds = with_role(Role.MODERATOR, Role.MANAGER)


@_seconds
def reviews(request: PersonRequest) -> HttpResponse:
    """What waits for a second person: overdue first."""
    context = {"waiting": queries.waiting_for(request.user, request.programme)}
    return render(request, "conduct/reviews.html", context)


def _proposal(request: PersonRequest, measure_id: UUID) -> Measure:
    seen = queries.proposals_visible_to(request.user, request.programme)
    return get_object_or_404(seen, pk=measure_id)


@_seconds
def proposal(request: PersonRequest, measure_id: UUID) -> HttpResponse:
    """One proposal: what, why, and on what it rests."""
    measure = _proposal(request, measure_id)
    return render(request, "conduct/proposal.html", _shown(request, measure))


def _shown(request: PersonRequest, measure: Measure) -> dict[str, object]:
    """What a second person reads of a measure."""
    moderates = may_moderate(request.user.id, request.programme)
    ground = queries.footing_of(measure).ground
    return {
        "measure": measure,
        "known_as": ground.known_as(measure.ground_id),
        "reason": queries.reason_of(measure),
        "basis": queries.words_of_basis(measure.basis),
        "may_decide": policies.may_second(request.user, measure),
        "may_withdraw": policies.may_withdraw(request.user, measure),
        "has_read": policies.has_read(request.user, measure),
        "ground_url": ground.address(measure.ground_id) if moderates else "",
    }


@require_POST
@_seconds
def confirm(request: PersonRequest, measure_id: UUID) -> HttpResponse:
    """Agree."""
    measure = _proposal(request, measure_id)
    return _tried(
        request,
        lambda: actions.confirm(measure=measure, by=request.user),
        _("You agreed. It stands now, and the person can read it."),
    )


@require_POST
@_seconds
def decline(request: PersonRequest, measure_id: UUID) -> HttpResponse:
    """Do not agree, or take one's own proposal back."""
    measure = _proposal(request, measure_id)
    return _tried(
        request,
        lambda: actions.decline(measure=measure, by=request.user),
        _("It does not come to be. Whoever worked on it is told."),
    )


@require_POST
@with_role(Role.MODERATOR)
def lift(request: PersonRequest, measure_id: UUID) -> HttpResponse:
    """Take back what stands."""
    seen = queries.measures_visible_to(request.user, request.programme)
    measure = get_object_or_404(seen, pk=measure_id)
    back = queries.footing_of(measure).ground.address(measure.ground_id)
    return _tried(
        request,
        lambda: actions.lift(measure=measure, by=request.user),
        _("It is taken back, and the person can read so."),
        back,
    )


def _tried(
    request: PersonRequest, act: Callable[[], object], done: str, back: str = "conduct:reviews"
) -> HttpResponse:
    try:
        act()
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect(back)


@_seconds
@require_http_methods(["GET", "HEAD", "POST"])
def appealed(request: PersonRequest, appeal_id: UUID) -> HttpResponse:
    """One appeal, to be decided by somebody new."""
    seen = queries.appeals_visible_to(request.user, request.programme)
    appeal = get_object_or_404(seen, pk=appeal_id)
    form = forms.DecideForm(
        request.POST if request.method == "POST" else None, measure=appeal.measure
    )
    if form.is_valid() and _decided(request, appeal, form):
        messages.success(request, _("Decided. The person can read your answer now."))
        return redirect("conduct:reviews")
    context = _shown(request, appeal.measure) | {
        "appeal": appeal,
        "words": queries.words_of(appeal),
        "answer": queries.answer_of(appeal),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "conduct/appealed.html", context, status=status)


def _decided(request: PersonRequest, appeal: Appeal, form: forms.DecideForm) -> bool:
    try:
        actions.decide_appeal(
            appeal=appeal,
            outcome=Outcome(form.cleaned_data["outcome"]),
            answer=form.cleaned_data["answer"],
            lighter=form.lighter(),
            by=request.user,
        )
    except HeartenError as error:
        take_errors(form, error)
        return False
    return True


@with_role(Role.MANAGER)
def promise(request: PersonRequest) -> HttpResponse:
    """How soon an appeal is answered."""
    stored = queries.settings_of(request.programme)
    form = forms.PromiseForm(request.POST if request.method == "POST" else None, stored=stored)
    if form.is_valid():
        actions.save_conduct_settings(
            programme=request.programme,
            appeal_days=form.cleaned_data["appeal_days"],
            by=request.user,
        )
        messages.success(request, _("Saved. It holds for everything asked from now on."))
        return redirect("pages:programme")
    status = 422 if form.is_bound else 200
    return render(request, "conduct/promise.html", {"form": form}, status=status)
