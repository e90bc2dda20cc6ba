"""One page: how I can be reached."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import HeartenError, Invalid
from hearten.notifications import actions, forms, queries
from hearten.notifications.models import Kind, Way

_moderators = with_role(Role.MODERATOR)


def _page(
    request: PersonRequest,
    *,
    form: forms.EmailForm | None = None,
    code_form: forms.CodeForm | None = None,
    coded: UUID | None = None,
) -> HttpResponse:
    rows = [
        {"way": way, "code_form": code_form if way.id == coded else forms.CodeForm()}
        for way in queries.ways_of(request.user)
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "form": form or forms.EmailForm(),
        "email": Kind.EMAIL in queries.kinds_here(),
    }
    return render(request, "notifications/ways.html", context)


def _said(form: django_forms.Form, error: HeartenError) -> None:
    """What was refused, beside the field it names, else above the form."""
    fields = error.fields if isinstance(error, Invalid) else {}
    for name, message in (fields or {"": error.message}).items():
        form.add_error(name or None, message)


@_moderators
def ways(request: PersonRequest) -> HttpResponse:
    """What there is, and adding one."""
    if request.method != "POST":
        return _page(request)
    form = forms.EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    try:
        actions.add_way(kind=Kind.EMAIL, address=form.cleaned_data["address"], by=request.user)
    except HeartenError as error:
        _said(form, error)
        return _page(request, form=form)
    messages.success(request, _("We sent a code there. Please write it here when it comes."))
    return redirect("notifications:ways")


def _own(request: PersonRequest, way_id: UUID) -> Way:
    return get_object_or_404(queries.ways_visible_to(request.user), pk=way_id)


@require_POST
@_moderators
def verify(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """The code came back."""
    way = _own(request, way_id)
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, code_form=form, coded=way_id)
    try:
        actions.verify_way(way=way, code=form.cleaned_data["code"], by=request.user)
    except HeartenError as error:
        _said(form, error)
        return _page(request, code_form=form, coded=way_id)
    messages.success(request, _("You can be reached there from now on."))
    return redirect("notifications:ways")


@require_POST
@_moderators
def send_code(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """Another code."""
    try:
        actions.send_code(way=_own(request, way_id), by=request.user)
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("We sent a code there. Please write it here when it comes."))
    return redirect("notifications:ways")


@require_POST
@_moderators
def remove(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """Forget an address."""
    actions.remove_way(way_id=_own(request, way_id).pk, by=request.user)
    messages.success(request, _("It is forgotten."))
    return redirect("notifications:ways")
