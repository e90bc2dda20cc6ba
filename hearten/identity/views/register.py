"""The register, for managers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import HeartenError, Invalid
from hearten.identity import actions, forms, queries
from hearten.ui.forms import take_errors

PER_PAGE = 25
_managers = with_role(Role.MANAGER)


@_managers
def register(request: PersonRequest) -> HttpResponse:
    """Whose details were opened, on whose agreement and why, who is told later, and what left."""
    lines = Paginator(queries.register_of(request.programme), PER_PAGE)
    page = lines.get_page(request.GET.get("page"))
    return render(request, "identity/register.html", {"page": page})


@_managers
def releases(request: PersonRequest) -> HttpResponse:
    """What left without an opening, such as for a court; and writing it down."""
    given = request.POST if request.method == "POST" else None
    form = forms.ReleaseForm(given, programme=request.programme)
    if form.is_valid():
        try:
            _register(request, form.cleaned_data)
            messages.success(request, _("It is in the register."))
            return redirect("identity:releases")
        except Invalid as error:
            take_errors(form, error)
        except HeartenError as error:
            form.add_error(None, error.message)
    lines = Paginator(queries.releases_of(request.programme), PER_PAGE)
    page = {"form": form, "page": lines.get_page(request.GET.get("page"))}
    return render(request, "identity/releases.html", page, status=422 if form.errors else 200)


def _register(request: PersonRequest, given: dict[str, Any]) -> None:
    about = given.pop("pseudonym")
    actions.register_release(programme=request.programme, about=about, by=request.user, **given)
