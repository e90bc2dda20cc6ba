"""The register, for managers."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.identity import queries

PER_PAGE = 25


@with_role(Role.MANAGER)
def register(request: PersonRequest) -> HttpResponse:
    """Whose details were opened, on whose agreement and why, who is told later, and what left."""
    lines = Paginator(queries.register_of(request.programme), PER_PAGE)
    page = lines.get_page(request.GET.get("page"))
    return render(request, "identity/register.html", {"page": page})
