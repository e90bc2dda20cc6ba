"""The programme itself, as managers change it: settings and agreements."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts import actions, queries
from hearten.accounts.access import PersonRequest
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.managing import AgreementForm, ProgrammeForm
from hearten.accounts.models import AgeRule, AgreementKind
from hearten.accounts.views.people import of_managers
from hearten.foundation.errors import Invalid, NotPossible


@of_managers
def programme(request: PersonRequest) -> HttpResponse:
    """Name, welcome, age rule, country, open to join."""
    initial = {name: getattr(request.programme, name) for name in ProgrammeForm.base_fields}
    form = ProgrammeForm(given(request), initial=initial)
    if form.is_valid():
        data = {**form.cleaned_data, "age_rule": AgeRule(form.cleaned_data["age_rule"])}
        try:
            actions.change_programme(programme=request.programme, by=request.user, **data)
            messages.success(request, _("Saved."))
            return redirect("accounts:programme")
        except Invalid as error:
            take_errors(form, error)
    page = {"form": form, "programme": request.programme}
    return render(request, "accounts/programme.html", page, status=422 if form.errors else 200)


@of_managers
def manage_agreements(request: PersonRequest) -> HttpResponse:
    """Every version of every agreement, newest first."""
    page = {"kinds": queries.agreement_kinds(request.programme)}
    return render(request, "accounts/manage_agreements.html", page)


@of_managers
def write_agreement(request: PersonRequest, kind: str) -> HttpResponse:
    """Write the next version, look at it as members will, then publish."""
    if kind not in AgreementKind.values:
        raise Http404
    newest = queries.current_agreement(request.programme, AgreementKind(kind))
    version = newest.version if newest else 0
    initial = {"text": newest.text if newest else "", "follows": version}
    form = AgreementForm(given(request), initial=initial, first=version == 0)
    page = {"form": form, "kind": AgreementKind(kind), "version": version + 1}
    step = request.POST.get("step")
    if step == "preview" and form.is_valid():
        return render(request, "accounts/agreement_preview.html", page)
    if step == "publish" and form.is_valid() and _published(request, kind, form):
        return redirect("accounts:manage_agreements")
    status = 422 if form.errors and step != "edit" else 200
    return render(request, "accounts/write_agreement.html", page, status=status)


def _published(request: PersonRequest, kind: str, form: AgreementForm) -> bool:
    try:
        actions.publish_agreement(
            programme=request.programme,
            kind=AgreementKind(kind),
            by=request.user,
            **form.cleaned_data,
        )
    except (Invalid, NotPossible) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Published. People are asked on their next page."))
    return True
