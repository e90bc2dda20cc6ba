"""What this installation can call by, for managers: what is set up, and how it is doing."""

from django.http import HttpResponse
from django.shortcuts import render

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.notifications import queries


@with_role(Role.MANAGER)
def providers(request: PersonRequest) -> HttpResponse:
    """Each kind of calling: there or not, how many can be reached by it, what became of it lately."""
    return render(
        request, "notifications/providers.html", {"kinds": queries.kinds_of(request.programme)}
    )
