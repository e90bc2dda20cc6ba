"""Supervisors: whom to talk with, that they did, and what is settled."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.boundaries import actions, queries
from hearten.boundaries.forms import NoteForm
from hearten.boundaries.models import Concern

_supervisors = with_role(Role.SUPERVISOR)


@_supervisors
def supporters(request: PersonRequest) -> HttpResponse:
    """Everybody about whom something is open, the longest waiting first."""
    people = queries.list_for(request.user, request.programme)
    return render(request, "boundaries/supporters.html", {"people": people})


def _seen(request: PersonRequest, concern_id: UUID) -> Concern:
    visible = queries.concerns_visible_to(request.user, request.programme)
    return get_object_or_404(visible, pk=concern_id)


@_supervisors
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: PersonRequest, concern_id: UUID) -> HttpResponse:
    """One concern: kind, days and counts, and the notes of those who talked about it."""
    seen = _seen(request, concern_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.note_talk(concern=seen, **form.cleaned_data, by=request.user)
        messages.success(request, _("The note is saved."))
        return redirect("boundaries:concern", concern_id=seen.id)
    context = {"concern": seen, "detail": queries.detail_of(seen), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "boundaries/concern.html", context, status=status)


@require_POST
@_supervisors
def close(request: PersonRequest, concern_id: UUID) -> HttpResponse:
    """It is settled for now."""
    actions.close_concern(concern=_seen(request, concern_id), by=request.user)
    messages.success(request, _("Closed. If it comes back, you see it here again."))
    return redirect("boundaries:supporters")
