"""A supporter's inbox, room and boundaries."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import Invalid
from hearten.matching import actions, queries
from hearten.matching.forms import SupporterForm
from hearten.matching.models import Boundary
from hearten.matching.views.fresh import fresh
from hearten.ui.forms import take_errors


@with_role(Role.SUPPORTER)
def inbox(request: PersonRequest) -> HttpResponse:
    """Questions, people, room and boundaries."""
    found = queries.inbox_of(request.user, request.programme)
    boundaries = [Boundary(code).label for code in found.settings.boundaries]
    context = {"inbox": found, "boundaries": boundaries}
    return fresh(request, "matching/inbox.html", "matching/inbox_part.html", context)


@require_POST
@with_role(Role.SUPPORTER)
def pause(request: PersonRequest) -> HttpResponse:
    """Take a break, or be back."""
    paused = request.POST.get("paused") == "yes"
    actions.save_supporter_settings(
        supporter=request.user, programme=request.programme, paused=paused, by=request.user
    )
    messages.success(
        request,
        _("Nobody new is suggested to you until you come back. Rest well.")
        if paused
        else _("Welcome back. People can be suggested to you again."),
    )
    return redirect("matching:inbox")


@with_role(Role.SUPPORTER)
def supporter_settings(request: PersonRequest) -> HttpResponse:
    """How many people, and the boundaries card."""
    stored = queries.supporter_settings_of(request.programme, request.user)
    initial = {
        "capacity": stored.capacity,
        "boundaries": stored.boundaries,
        "words": stored.boundaries_words,
    }
    form = SupporterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _saved(request, form):
        messages.success(request, _("Saved."))
        return redirect("matching:inbox")
    status = 422 if form.is_bound else 200
    return render(request, "matching/supporter_settings.html", {"form": form}, status=status)


def _saved(request: PersonRequest, form: SupporterForm) -> bool:
    try:
        actions.save_supporter_settings(
            supporter=request.user,
            programme=request.programme,
            by=request.user,
            **form.cleaned_data,
        )
    except Invalid as error:
        take_errors(form, error)
        return False
    return True
