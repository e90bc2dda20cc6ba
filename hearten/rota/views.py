"""The rota: one's own duties, and for managers everybody's, the gaps, and how fast calls move on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Account, Role
from hearten.accounts.policies import may_manage
from hearten.accounts.queries import people_with
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.notifications.queries import kinds_here
from hearten.rota import actions, forms, ports, queries
from hearten.ui.forms import take_errors

_planners = with_role(Role.MODERATOR, Role.MANAGER)


def _people(request: PersonRequest) -> list[Account]:
    """Whom the reader may plan."""
    moderators = list(people_with(request.programme, Role.MODERATOR))
    if may_manage(request.user.id, request.programme):
        return moderators
    return [one for one in moderators if one == request.user]


def _page(request: PersonRequest, **more: Any) -> HttpResponse:
    people, programme = _people(request), request.programme
    manages = may_manage(request.user.id, programme)
    now = clock.shared_now()
    zone = request.user.time_zone
    context = {
        "people": people,
        "manages": manages,
        "shifts": queries.shifts_visible_to(request.user, programme),
        "changes": queries.changes_visible_to(request.user, programme).filter(ends_at__gt=now),
        "duty": queries.duty_now(programme, now),
        "switches": ports.switches_of(programme) if manages else [],
        "shift_form": forms.ShiftForm(people=people, zone=zone),
        "change_form": forms.DutyChangeForm(people=people),
        "escalation_form": forms.EscalationForm(
            stored=queries.escalation_of(programme), reader_zone=zone
        )
        if manages
        else None,
        "phones": "sms" in kinds_here(),
    }
    return render(request, "rota/rota.html", context | more)


def _done(
    request: PersonRequest, form: django_forms.Form, name: str, act: Callable[[], object]
) -> HttpResponse:
    """Do it and come back; what is refused is said beside its field, with what was typed."""
    if form.is_valid():
        try:
            act()
        except HeartenError as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("rota:rota")
    return _page(request, **{name: form})


@_planners
def rota(request: PersonRequest) -> HttpResponse:
    """The page, and a new shift."""
    if request.method != "POST":
        return _page(request)
    form = forms.ShiftForm(request.POST, people=_people(request), zone=request.user.time_zone)
    return _done(
        request,
        form,
        "shift_form",
        lambda: actions.add_shift(
            programme=request.programme, by=request.user, **form.cleaned_data
        ),
    )


@require_POST
@_planners
def add_change(request: PersonRequest) -> HttpResponse:
    """Away once, or on duty once."""
    form = forms.DutyChangeForm(request.POST, people=_people(request))
    return _done(
        request,
        form,
        "change_form",
        lambda: actions.add_duty_change(
            programme=request.programme, by=request.user, **form.cleaned_data
        ),
    )


@require_POST
@with_role(Role.MANAGER)
def settings(request: PersonRequest) -> HttpResponse:
    """How fast calls move on, and when the programme practises."""
    stored = queries.escalation_of(request.programme)
    form = forms.EscalationForm(request.POST, stored=stored, reader_zone=request.user.time_zone)
    return _done(
        request,
        form,
        "escalation_form",
        lambda: actions.save_escalation(
            programme=request.programme, by=request.user, **form.cleaned_data
        ),
    )


@require_POST
@_planners
def remove_shift(request: PersonRequest, shift_id: UUID) -> HttpResponse:
    """Not on duty then any more."""
    seen = queries.shifts_visible_to(request.user, request.programme)
    actions.remove_shift(shift=get_object_or_404(seen, pk=shift_id), by=request.user)
    messages.success(request, _("Taken off the rota."))
    return redirect("rota:rota")


@require_POST
@_planners
def remove_change(request: PersonRequest, change_id: UUID) -> HttpResponse:
    """The shifts count again."""
    seen = queries.changes_visible_to(request.user, request.programme)
    actions.remove_duty_change(change=get_object_or_404(seen, pk=change_id), by=request.user)
    messages.success(request, _("Taken off the rota."))
    return redirect("rota:rota")
