"""One page: how I can be reached, and of what I am told. And the worker of the browser that shows it."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.accounts.queries import has_role
from hearten.foundation.errors import HeartenError
from hearten.notifications import actions, forms, policies, queries
from hearten.notifications.models import Kind, Way
from hearten.ui.forms import take_errors

_called = with_role(Role.MODERATOR, Role.MANAGER)


def page(
    request: PersonRequest,
    *,
    code_form: forms.CodeForm | None = None,
    coded: UUID | None = None,
    filled: Mapping[str, django_forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what was filled in and not taken."""
    called = policies.may_be_called(request.user.pk)
    rows = [
        {"way": way, "code_form": code_form if way.id == coded else _code_form(way.id)}
        for way in queries.ways_of(request.user)
    ]
    here = queries.kinds_here()
    context: dict[str, Any] = {
        "rows": rows,
        "here": {str(kind): kind in here for kind in Kind},
        "other": any(kind != Kind.IN_APP for kind in here),
        "called": called,
        "moderates": has_role(request.user.id, request.programme.id, Role.MODERATOR),
        "news_form": forms.NewsForm(chosen=queries.news_settings_of(request.user)),
        "email_form": forms.EmailForm(called=called),
        "phone_form": forms.PhoneForm(),
        "push_key": settings.PUSH_PUBLIC_KEY,
    }
    context |= filled or {}
    return render(request, "notifications/ways.html", context, status=status)


def _code_form(way_id: UUID, data: Any = None) -> forms.CodeForm:
    """Several may stand on the page: each has ids of its own."""
    return forms.CodeForm(data, auto_id=f"code-{way_id}-%s")


def _add(
    request: PersonRequest, name: str, form: django_forms.Form, kind: Kind, field: str
) -> HttpResponse:
    """A new address that a code is sent to; what is refused comes back with what was typed."""
    if form.is_valid():
        try:
            actions.add_way(kind=kind, address=form.cleaned_data[field], by=request.user)
        except HeartenError as error:
            take_errors(form, error)
        else:
            messages.success(
                request, _("We sent a code there. Please write it here when it comes.")
            )
            return redirect("notifications:ways")
    return page(request, filled={name: form})


@signed_in
def ways(request: PersonRequest) -> HttpResponse:
    """What there is, and adding an email address."""
    if request.method != "POST":
        return page(request)
    form = forms.EmailForm(request.POST, called=policies.may_be_called(request.user.pk))
    return _add(request, "email_form", form, Kind.EMAIL, "address")


@require_POST
@_called
def add_phone(request: PersonRequest) -> HttpResponse:
    """A phone number."""
    return _add(request, "phone_form", forms.PhoneForm(request.POST), Kind.SMS, "number")


@require_POST
@signed_in
def add_browser(request: PersonRequest) -> HttpResponse:
    """This browser: what it said of itself stands in hidden fields."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        actions.add_browser(**given, by=request.user)
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("This browser will show it from now on."))
    return redirect("notifications:ways")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker that shows notifications, with its words in the reader's language."""
    _subject, text = queries.said(queries.Words.PAGE)
    said = {
        "text": text,
        "lang": get_language(),
        "page": reverse("safety:duty"),
        "home": reverse("pages:home"),
    }
    source = f"const SAID = {json.dumps(said)};\n{_source()}"
    return HttpResponse(source, content_type="text/javascript; charset=utf-8")


@cache
def _source() -> str:
    return (resources.files("hearten.notifications") / "shipped" / "worker.js").read_text("utf-8")


def own(request: PersonRequest, way_id: UUID) -> Way:
    """A way of the reader's."""
    return get_object_or_404(queries.ways_visible_to(request.user), pk=way_id)


@require_POST
@signed_in
def verify(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """The code came back."""
    way = own(request, way_id)
    form = _code_form(way_id, request.POST)
    if not form.is_valid():
        return page(request, code_form=form, coded=way_id)
    try:
        actions.verify_way(way=way, code=form.cleaned_data["code"], by=request.user)
    except HeartenError as error:
        take_errors(form, error)
        return page(request, code_form=form, coded=way_id)
    messages.success(request, _("You can be reached there from now on."))
    return redirect("notifications:ways")


@require_POST
@signed_in
def send_code(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """Another code."""
    try:
        actions.send_code(way=own(request, way_id), by=request.user)
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("We sent a code there. Please write it here when it comes."))
    return redirect("notifications:ways")


@require_POST
@signed_in
def send_test(request: PersonRequest, way_id: UUID, kind: str) -> HttpResponse:
    """A test by one kind; what became of it stands on the page."""
    if kind not in Kind.values:
        raise Http404
    try:
        actions.send_test(way=own(request, way_id), kind=Kind(kind), by=request.user)
    except HeartenError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A test is on its way. Open this page again in a moment."))
    return redirect("notifications:ways")


@require_POST
@signed_in
def remove(request: PersonRequest, way_id: UUID) -> HttpResponse:
    """Forget an address."""
    actions.remove_way(way_id=own(request, way_id).pk, by=request.user)
    messages.success(request, _("It is forgotten."))
    return redirect("notifications:ways")
