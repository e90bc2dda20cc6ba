"""Managers keep the crisis lines true."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.crisis import actions, forms, queries, rules
from hearten.crisis.models import CrisisLine, CrisisLineKind
from hearten.foundation import clock
from hearten.foundation.errors import Invalid


@with_role(Role.MANAGER)
def lines(request: PersonRequest) -> HttpResponse:
    """One country's lines as rows to edit; the programme's own country first."""
    country = request.GET.get("country") or request.programme.country
    _known(country)
    language = get_language() or "en"
    today = clock.now().date()
    shown = queries.lines_for(country)
    context = {
        "country": country,
        "country_name": rules.country_name(country, language),
        "countries": rules.country_names(language),
        "rows": [
            {"row": row, "line": line, "stale": line.stale(today)}
            for row in queries.shown_in(country)
            for line in (queries.as_line(row),)
        ],
        "shipped": (*shown.emergency, *shown.crisis),
    }
    return render(request, "crisis/lines.html", context)


def _known(country: str) -> None:
    if not rules.is_country(country):
        raise Http404


@with_role(Role.MANAGER)
def add_line(request: PersonRequest, country: str) -> HttpResponse:
    """A new line."""
    _known(country)
    return _edit(request, country, None)


@with_role(Role.MANAGER)
def line(request: PersonRequest, line_id: UUID) -> HttpResponse:
    """Change a line."""
    row = get_object_or_404(queries.editable_lines(), pk=line_id)
    return _edit(request, row.country, row)


def _edit(request: PersonRequest, country: str, row: CrisisLine | None) -> HttpResponse:
    form = forms.CrisisLineForm(
        request.POST if request.method == "POST" else None, country=country, line=row
    )
    if form.is_valid() and _saved(request, form, country, row):
        messages.success(request, _("Saved, and marked as checked today."))
        return _back(country)
    name = rules.country_name(country, get_language() or "en")
    context: dict[str, Any] = {"form": form, "country": country, "country_name": name, "row": row}
    return render(request, "crisis/line_form.html", context)


def _saved(
    request: PersonRequest, form: forms.CrisisLineForm, country: str, row: CrisisLine | None
) -> bool:
    try:
        actions.save_crisis_line(
            programme=request.programme,
            country=country,
            kind=CrisisLineKind(form.cleaned_data["kind"]),
            fields=form.fields_given(),
            line=row,
            by=request.user,
        )
    except Invalid as error:
        for field, message in error.fields.items():
            form.add_error(field, message)
        return False
    return True


def _back(country: str) -> HttpResponse:
    return redirect(f"{reverse('crisis:lines')}?country={country}")


@require_POST
@with_role(Role.MANAGER)
def confirm(request: PersonRequest, country: str) -> HttpResponse:
    """All lines of a country were checked today."""
    _known(country)
    count = actions.confirm_crisis_lines(
        programme=request.programme, country=country, by=request.user
    )
    messages.success(
        request,
        ngettext(
            "%(count)s line is marked as checked today.",
            "%(count)s lines are marked as checked today.",
            count,
        )
        % {"count": count},
    )
    return _back(country)


@require_POST
@with_role(Role.MANAGER)
def remove(request: PersonRequest, line_id: UUID) -> HttpResponse:
    """Take a line off the page."""
    row = get_object_or_404(queries.editable_lines(), pk=line_id)
    actions.remove_crisis_line(programme=request.programme, line=row, by=request.user)
    messages.success(request, _("The line is no longer shown."))
    return _back(row.country)
