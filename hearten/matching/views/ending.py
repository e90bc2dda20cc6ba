"""After an ending: three questions, and a handover written, read and answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import Invalid, NotPossible
from hearten.matching import actions, queries
from hearten.matching.forms import FeedbackForm, HandoverForm, SupporterFeedbackForm
from hearten.matching.models import Pairing
from hearten.ui.forms import take_errors


def _ended(request: PersonRequest, pairing_id: UUID) -> Pairing:
    """An ended pairing of the reader's; anything else does not exist here."""
    found = queries.pairing_visible_to(request.user, pairing_id)
    if found is None or found.ended_at is None:
        raise Http404
    return found


@signed_in
def feedback(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """Questions after the ending, each optional."""
    pairing = _ended(request, pairing_id)
    before = queries.feedback_of(pairing, request.user)
    initial = dict(zip(("felt_heard", "found_useful", "words"), before or (), strict=False))
    supported = pairing.member_id == request.user.id
    form_of = FeedbackForm if supported else SupporterFeedbackForm
    form = form_of(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.give_feedback(pairing_id=pairing_id, by=request.user, **form.cleaned_data)
        said = any(form.cleaned_data.values())
        thanks = _("Thank you. That helps others too.")
        messages.success(request, thanks if said else _("All right. You can still answer later."))
        return redirect("pages:home")
    other = pairing.supporter if supported else pairing.member
    return render(
        request,
        "matching/feedback.html",
        {"form": form, "other": other, "given": before is not None},
        status=422 if form.is_bound else 200,
    )


@signed_in
def handover(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """The member reads what their supporter would pass on, and decides."""
    pairing = _ended(request, pairing_id)
    if pairing.member_id != request.user.id or pairing.sealed_handover is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, pairing)
    words = queries.handover_of(pairing)
    waits = queries.handover_waits(pairing)
    return render(
        request, "matching/handover.html", {"pairing": pairing, "words": words, "waits": waits}
    )


def _answered(request: PersonRequest, pairing: Pairing) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        return redirect("matching:handover", pairing.pk)
    try:
        actions.answer_handover(pairing_id=pairing.pk, yes=answer == "yes", by=request.user)
    except NotPossible as error:
        messages.warning(request, error.message)
        return redirect("pages:home")
    if answer == "yes":
        messages.success(request, _("We look for somebody new, who can read these words."))
        return redirect("matching:waiting")
    messages.success(request, _("The words are deleted. Nobody else can read them."))
    return redirect("pages:home")


@signed_in
def hand_over(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """The supporter writes what might help the next one."""
    pairing = _ended(request, pairing_id)
    if pairing.supporter_id != request.user.id or pairing.handover_answered_at is not None:
        raise Http404
    initial = {"handover": queries.handover_of(pairing), "handover_to": pairing.handover_to_id}
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        colleagues=queries.colleagues_for(pairing),
        initial=initial,
    )
    if form.is_valid() and _handed_over(request, pairing, form):
        messages.success(request, _("Thank you. They read it first, and decide."))
        return redirect("matching:inbox")
    status = 422 if form.is_bound else 200
    context = {"form": form, "pairing": pairing}
    return render(request, "matching/hand_over.html", context, status=status)


def _handed_over(request: PersonRequest, pairing: Pairing, form: HandoverForm) -> bool:
    try:
        actions.hand_over(
            pairing_id=pairing.pk,
            words=form.cleaned_data["handover"],
            to=form.cleaned_data["handover_to"],
            by=request.user,
        )
    except (Invalid, NotPossible) as error:
        take_errors(form, error)
        return False
    return True
