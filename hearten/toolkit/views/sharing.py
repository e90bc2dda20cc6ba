"""Who may read which step; the supporter's view of it; suggestions and their answers."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError, NotPossible
from hearten.toolkit import actions, queries
from hearten.toolkit.forms import ShareForm, SuggestForm
from hearten.toolkit.queries import Shared
from hearten.toolkit.rules import STEPS
from hearten.toolkit.views.plan import steps_shown
from hearten.toolkit.words import STEP_WORDS


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: PersonRequest) -> HttpResponse:
    """The owner chooses, step by step, for each supporter they are with now."""
    read = queries.plan_of(request.user)
    pairings = list(queries.open_pairings_of(request.user))
    sent = request.POST if request.method == "POST" else None
    form = ShareForm(sent, pairings=pairings, plan=read, shares=queries.shares_of(read.id))
    if sent is not None and form.is_valid():
        try:
            actions.share(account=request.user, choices=form.choices(), by=request.user)
        except NotPossible as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Saved. You can change it at any time."))
        return redirect("toolkit:plan")
    context = {"form": form, "pairings": pairings, "plan": read, "steps": steps_shown(read)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "toolkit/sharing.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def shared(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    """What a member lets their supporter read, while they are together. Each look is recorded."""
    if request.method == "POST":
        return _suggest(request, pairing_id)
    seen = actions.read_shared(pairing_id=pairing_id, by=request.user)
    if seen is None:
        raise Http404
    return _shared_page(request, seen, SuggestForm(steps=seen.steps))


def _suggest(request: PersonRequest, pairing_id: UUID) -> HttpResponse:
    seen = queries.shared_with(request.user, pairing_id)
    if seen is None:
        raise Http404
    form = SuggestForm(request.POST, steps=seen.steps)
    if form.is_valid():
        try:
            actions.suggest(
                pairing_id=pairing_id,
                part=form.part_chosen(),
                text=form.cleaned_data["text"],
                line=form.cleaned_data["line"],
                by=request.user,
            )
        except HeartenError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your suggestion waits for them."))
            return redirect("toolkit:shared", pairing_id=pairing_id)
    return _shared_page(request, seen, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _shared_page(
    request: PersonRequest, seen: Shared, form: SuggestForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    numbers = {step: number for number, step in enumerate(STEPS, start=1)}
    steps = [
        {
            "number": numbers[one.step],
            "title": STEP_WORDS[one.step].title,
            "is_empty": one.is_empty,
            "lists": [{"title": "", "entries": entries} for entries in one.parts.values()],
        }
        for one in seen.steps
    ]
    context = {"name": seen.owner.pseudonym, "steps": steps, "form": form}
    return render(request, "toolkit/shared.html", context, status=status)


@require_POST
@signed_in
def answer(request: PersonRequest, suggestion_id: UUID) -> HttpResponse:
    """Keep what a supporter offered, or let it go."""
    keep = request.POST.get("keep") == "1"
    try:
        actions.answer_suggestion(
            account=request.user, suggestion_id=suggestion_id, keep=keep, by=request.user
        )
    except NotPossible as error:
        messages.error(request, error.message)
    return redirect("toolkit:plan")
