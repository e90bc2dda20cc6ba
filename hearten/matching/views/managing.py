"""A programme's queue and answer times, for its managers."""

from dataclasses import fields

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.matching import actions, queries
from hearten.matching.forms import TimesForm


@with_role(Role.MANAGER)
def waits(request: PersonRequest) -> HttpResponse:
    """Who waits how long, why nobody fits, and where there is room."""
    waits = queries.waits_of(
        request.programme, page=request.GET.get("page", 1), room_page=request.GET.get("rooms", 1)
    )
    return render(request, "matching/waits.html", {"waits": waits})


@with_role(Role.MANAGER)
def times(request: PersonRequest) -> HttpResponse:
    """How long each side has to answer."""
    stored = queries.settings_of(request.programme)
    initial = {one.name: getattr(stored, one.name) for one in fields(actions.Times)}
    form = TimesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.save_matching_settings(
            programme=request.programme, times=form.times(), by=request.user
        )
        messages.success(request, _("Saved. It holds for everything asked from now on."))
        return redirect("matching:waits")
    status = 422 if form.is_bound else 200
    return render(request, "matching/times.html", {"form": form}, status=status)
