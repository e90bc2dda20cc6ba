"""Asking for support, taking it back, asking again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.conduct.queries import hold_on
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotPossible
from hearten.matching import actions, queries
from hearten.matching.forms import AskForm
from hearten.matching.models import RequestKind, SupportRequest
from hearten.matching.rules import is_choosing
from hearten.profiles.queries import facts
from hearten.ui.forms import take_errors


@with_role(Role.MEMBER)
def ask(request: PersonRequest) -> HttpResponse:
    """One page: how soon, a few words, and who chooses."""
    present = queries.open_request(request.user, request.programme.id)
    if present is not None:
        return redirect(_where(present))
    form = AskForm(request.POST or None)
    if form.is_valid() and (made := _asked(request, form)) is not None:
        if form.wants_to_choose() and made.choose_until is None:
            messages.info(request, _nobody_to_choose())
        return redirect(_where(made))
    said = facts(request.programme, request.user)
    known = bool(said.lived or said.languages or said.free_parts or said.wishes)
    status = 422 if form.is_bound else 200
    context = {"form": form, "known": known, "hold": hold_on(request.user.id)}
    return render(request, "matching/ask.html", context, status=status)


def _where(present: SupportRequest) -> str:
    choosing = is_choosing(present.choose_until, clock.now())
    return "matching:choose" if choosing else "matching:waiting"


def _nobody_to_choose() -> str:
    return _(
        "Nobody fits at this moment, so there is nobody to choose from yet. We keep looking, and"
        " ask the first person who fits. You do not need to do anything."
    )


def _asked(request: PersonRequest, form: AskForm) -> SupportRequest | None:
    try:
        return actions.ask(
            member=request.user,
            programme=request.programme,
            kind=RequestKind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            choose=form.wants_to_choose(),
            by=request.user,
        )
    except (Invalid, NotPossible) as error:
        take_errors(form, error)
        return None


@signed_in
def cancel(request: PersonRequest) -> HttpResponse:
    """Asks once, then stops the waiting."""
    waiting = queries.open_request(request.user, request.programme.id)
    if waiting is None:
        return redirect("matching:waiting")
    if request.method != "POST":
        return render(request, "matching/cancel.html", {"waiting": waiting})
    try:
        actions.cancel(request=waiting, by=request.user)
        messages.success(request, _("You are not waiting any more. You can ask again at any time."))
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect("matching:waiting")


@require_POST
@signed_in
def ask_again(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """After an ending: somebody new, and the time waited before counts."""
    pairing = queries.pairing_visible_to(request.user, pairing_id)
    if pairing is None or pairing.member_id != request.user.id:
        raise Http404
    try:
        actions.ask_again(pairing_id=pairing_id, by=request.user)
        messages.success(request, _("We look for somebody new. The time you waited counts."))
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect("matching:waiting")
