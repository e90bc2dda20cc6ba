"""The programme itself, as managers change it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts import actions, queries
from hearten.accounts.access import PersonRequest
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.managing import ProgrammeForm
from hearten.accounts.models import LANGUAGES
from hearten.accounts.views.people import of_managers
from hearten.foundation.errors import Invalid


@of_managers
def programme(request: PersonRequest) -> HttpResponse:
    """Name, main language, words of welcome, age rule, country, open to join."""
    initial = {name: getattr(request.programme, name) for name in ProgrammeForm.base_fields}
    welcomes = queries.welcomes_of(request.programme)
    initial |= {f"welcome_{code}": welcomes.get(code, "") for code in LANGUAGES}
    form = ProgrammeForm(given(request), initial=initial)
    if form.is_valid():
        try:
            actions.change_programme(programme=request.programme, by=request.user, **form.words())
            messages.success(request, _("Saved."))
            return redirect("accounts:programme")
        except Invalid as error:
            take_errors(form, error)
    missing = [code for code in LANGUAGES if code not in welcomes]
    page = {"form": form, "programme": request.programme, "missing": missing}
    return render(request, "accounts/programme.html", page, status=422 if form.errors else 200)
