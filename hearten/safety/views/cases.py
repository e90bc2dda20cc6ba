"""The moderators' queue: who has what, what was reported, how it ended."""

from collections.abc import Callable
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, PlainView, with_role
from hearten.accounts.models import Role
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.safety import actions, forms, policies, queries
from hearten.safety.models import Case, CaseNature, CaseState, Resolution

PER_PAGE = 25
_moderators = with_role(Role.MODERATOR)
CaseView = Callable[Concatenate[PersonRequest, Case, ...], HttpResponseBase]


@_moderators
def cases(request: PersonRequest) -> HttpResponse:
    """What waits: urgent first, then the oldest."""
    return _list(request, queries.queue_of(request.user, request.programme), done=False)


@_moderators
def resolved(request: PersonRequest) -> HttpResponse:
    """What ended, the latest first."""
    return _list(request, queries.resolved_of(request.user, request.programme), done=True)


def _list(request: PersonRequest, found: QuerySet[Case], *, done: bool) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [{"case": case, "age": now - case.opened_at} for case in page]
    return render(request, "safety/cases.html", {"page": page, "rows": rows, "done": done})


def _on_case(view: CaseView) -> PlainView[[UUID]]:
    """Load the case through what the moderator may see."""

    def loaded(request: PersonRequest, case_id: UUID) -> HttpResponseBase:
        seen = queries.cases_visible_to(request.user).filter(programme=request.programme)
        case = get_object_or_404(seen.select_related("assignee", "about", "programme"), pk=case_id)
        return view(request, case)

    return _moderators(loaded)


def _page(request: PersonRequest, case: Case, **more: Any) -> HttpResponse:
    """The case as far as this moderator may read it."""
    mine = policies.may_read_evidence(request.user.id, case)
    working = mine and case.state == CaseState.ASSIGNED
    context = {
        "case": case,
        "age": clock.now() - case.opened_at,
        "reports": case.reports.only("case", "reason", "at"),
        "mine": mine,
        "working": working,
        "can_take": policies.may_take(request.user.id, case),
        "can_screen": working
        and case.nature == CaseNature.WELFARE
        and policies.may_screen(request.user.id, case),
        "part_of_it": policies.is_party(request.user.id, case),
        "notes": queries.notes_of(case) if mine else (),
        "reason": queries.reason_of(case),
        "note_form": forms.NoteForm() if working else None,
        "hand_over_form": forms.HandOverForm(case=case) if working else None,
        "resolve_form": forms.ResolveForm(case=case) if working else None,
    }
    return render(request, "safety/case.html", context | more)


@_on_case
def case(request: PersonRequest, case: Case) -> HttpResponse:
    """One case."""
    return _page(request, case)


@require_POST
@_on_case
def assign(request: PersonRequest, case: Case) -> HttpResponse:
    """Take it."""
    return _tried(
        request, case, lambda: actions.assign_case(case=case, by=request.user), _("It is yours.")
    )


def _tried(
    request: PersonRequest, case: Case, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it and come back to the case with what happened."""
    try:
        act()
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("safety:case", case_id=case.id)


@require_POST
@_on_case
def evidence(request: PersonRequest, case: Case) -> HttpResponse:
    """Read what was reported; this reading is recorded."""
    return _page(request, case, evidence=actions.read_evidence(case=case, by=request.user))


@require_POST
@_on_case
def note(request: PersonRequest, case: Case) -> HttpResponse:
    """Write a note."""
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note_form=form)
    given = form.cleaned_data
    return _tried(
        request,
        case,
        lambda: actions.add_note(
            case=case, text=given["text"], note_id=given["note_id"], by=request.user
        ),
        _("The note is saved."),
    )


@require_POST
@_on_case
def hand_over(request: PersonRequest, case: Case) -> HttpResponse:
    """Give it to somebody else, or put it back."""
    form = forms.HandOverForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, hand_over_form=form)
    return _tried(
        request,
        case,
        lambda: actions.hand_over_case(case=case, to=form.cleaned_data["to"], by=request.user),
        _("It is handed over."),
    )


@require_POST
@_on_case
def resolve(request: PersonRequest, case: Case) -> HttpResponse:
    """End it, with a reason."""
    form = forms.ResolveForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, resolve_form=form)
    given = form.cleaned_data
    return _tried(
        request,
        case,
        lambda: actions.resolve_case(
            case=case,
            resolution=Resolution(given["resolution"]),
            reason=given["reason"],
            by=request.user,
        ),
        _("The case is resolved."),
    )
