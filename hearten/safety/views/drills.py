"""The weekly practice: start one, and read who was reached by which way and how late."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.accounts.policies import may_manage
from hearten.rota.queries import escalation_of
from hearten.safety import actions, queries

PER_PAGE = 25
_readers = with_role(Role.MODERATOR, Role.MANAGER)


@_readers
def drills(request: PersonRequest) -> HttpResponse:
    """All of them, the newest first."""
    found = queries.drills_of(request.programme)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "manages": may_manage(request.user.id, request.programme),
        "escalation": escalation_of(request.programme),
    }
    return render(request, "safety/drills.html", context)


@require_POST
@with_role(Role.MANAGER)
def start(request: PersonRequest) -> HttpResponse:
    """Practise now."""
    alert = actions.start_drill(programme=request.programme, by=request.user)
    messages.success(request, _("The practice has begun."))
    return redirect("safety:drill", alert_id=alert.pk)


@_readers
def drill(request: PersonRequest, alert_id: UUID) -> HttpResponse:
    """The report of one."""
    alert = get_object_or_404(queries.drills_of(request.programme), pk=alert_id)
    return render(request, "safety/drill.html", {"alert": alert, "steps": queries.report_of(alert)})
