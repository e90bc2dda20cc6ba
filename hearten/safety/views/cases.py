"""The moderators' queue: who has what, what was reported, how it ended."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearten.accounts.access import PersonRequest, PlainView, with_role
from hearten.accounts.models import Role
from hearten.attachments import serving
from hearten.conduct.actions import open_answers
from hearten.conduct.queries import letters_on, measures_on, review_counts
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.safety import actions, forms, policies, ports, queries
from hearten.safety.forms.casework import SieveForm
from hearten.safety.models import Case, CaseNature, CaseState, Resolution
from hearten.safety.queries import footing_of
from hearten.safety.words import words_of_signs

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
    form = SieveForm(request.GET)
    sieve = form.sieve()
    found = queries.sifted(found, sieve, request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [{"case": case, "age": now - case.opened_at} for case in page]
    chosen = {name: value for name, value in asdict(sieve).items() if value}
    context = {
        "page": page,
        "rows": rows,
        "done": done,
        "sieve_form": form,
        "sifted": bool(chosen),
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "reviews": review_counts(request.user, request.programme),
    }
    return render(request, "safety/cases.html", context)


def on_case(view: CaseView) -> PlainView[...]:
    """Load the case through what the moderator may see."""

    def loaded(request: PersonRequest, case_id: UUID, **more: Any) -> HttpResponseBase:
        seen = queries.cases_visible_to(request.user).filter(programme=request.programme)
        case = get_object_or_404(seen.select_related("assignee", "about", "programme"), pk=case_id)
        return view(request, case, **more)

    return _moderators(loaded)


def case_page(request: PersonRequest, case: Case, **more: Any) -> HttpResponse:
    """The case as far as this moderator may read it."""
    mine = policies.has_case(request.user.id, case)
    part_of_it = policies.is_party(request.user.id, case)
    working = mine and case.state == CaseState.ASSIGNED
    context = {
        "case": case,
        "links": ports.links_of(case=case, reader=request.user),
        "age": clock.now() - case.opened_at,
        "reports": case.reports.only("case", "reason", "at"),
        "mine": mine,
        "may_read": policies.may_read_evidence(request.user.id, case),
        "working": working,
        "can_take": policies.may_take(request.user.id, case),
        "can_screen": working
        and case.nature == CaseNature.WELFARE
        and policies.may_screen(request.user.id, case),
        "part_of_it": part_of_it,
        "notes": queries.notes_of(case) if mine else (),
        "letters": letters_on(footing_of(case), case.about_id) if mine else (),
        "measures": () if part_of_it else measures_on(footing_of(case)),
        "moments": () if part_of_it else queries.timeline_of(case),
        "brigade": words_of_signs(case.brigade),
        "reason": queries.reason_of(case),
        "note_form": forms.NoteForm() if working else None,
        "hand_over_form": forms.HandOverForm(case=case) if working else None,
        "resolve_form": forms.ResolveForm(case=case) if working else None,
    }
    return render(request, "safety/case.html", context | more)


@on_case
def case(request: PersonRequest, case: Case) -> HttpResponse:
    """One case. Answers of the person count as read once whoever has it saw the page."""
    actions.note_opened(case=case, by=request.user)
    response = case_page(request, case)
    open_answers(footing=footing_of(case), by=request.user)
    return response


@require_POST
@on_case
def assign(request: PersonRequest, case: Case) -> HttpResponse:
    """Take it."""
    return tried(
        request, case, lambda: actions.assign_case(case=case, by=request.user), _("It is yours.")
    )


def tried(request: PersonRequest, case: Case, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it and come back to the case with what happened."""
    try:
        act()
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("safety:case", case_id=case.id)


@require_POST
@on_case
def evidence(request: PersonRequest, case: Case) -> HttpResponse:
    """Read what was reported; this reading is recorded."""
    return case_page(request, case, evidence=actions.read_evidence(case=case, by=request.user))


@require_GET
@on_case
def file(request: PersonRequest, case: Case, attachment_id: UUID, size: str) -> HttpResponse:
    """A picture or sound that was reported. Its address stands only on the page that a recorded reading
    gives."""
    found = None
    if policies.may_read_evidence(request.user.id, case):
        found = queries.file_in(case, attachment_id, size)
    if found is None:
        raise Http404
    return serving.as_it_is(*found, request)


@require_POST
@on_case
def note(request: PersonRequest, case: Case) -> HttpResponse:
    """Write a note."""
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, note_form=form)
    given = form.cleaned_data
    return tried(
        request,
        case,
        lambda: actions.add_note(
            case=case, text=given["text"], note_id=given["note_id"], by=request.user
        ),
        _("The note is saved."),
    )


@require_POST
@on_case
def hand_over(request: PersonRequest, case: Case) -> HttpResponse:
    """Give it to somebody else, or put it back."""
    form = forms.HandOverForm(request.POST, case=case)
    if not form.is_valid():
        return case_page(request, case, hand_over_form=form)
    return tried(
        request,
        case,
        lambda: actions.hand_over_case(case=case, to=form.cleaned_data["to"], by=request.user),
        _("It is handed over."),
    )


@require_POST
@on_case
def resolve(request: PersonRequest, case: Case) -> HttpResponse:
    """End it, with a reason."""
    form = forms.ResolveForm(request.POST, case=case)
    if not form.is_valid():
        return case_page(request, case, resolve_form=form)
    given = form.cleaned_data
    return tried(
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
