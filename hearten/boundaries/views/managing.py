"""Managers: how much is asked of one person, and where it had to be more."""

from dataclasses import fields
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.boundaries import actions, queries
from hearten.boundaries.forms import CapsForm


@with_role(Role.MANAGER)
def settings(request: PersonRequest) -> HttpResponse:
    """The caps, how many rest now, and the calls for which caps yielded."""
    stored = queries.settings_of(request.programme)
    initial = {one.name: getattr(stored, one.name) for one in fields(actions.Caps)}
    form = CapsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.save_boundary_settings(
            programme=request.programme, caps=form.caps(), by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("boundaries:settings")
    context = {
        "form": form,
        "yields": queries.yields_of(request.programme),
        "resting": queries.rests_now(request.programme),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "boundaries/settings.html", context, status=status)
