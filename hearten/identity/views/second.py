"""The second person: what is asked, and their yes or no."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.identity import actions, queries

_staff = with_role(Role.MODERATOR, Role.MANAGER)


@_staff
def asked(request: PersonRequest) -> HttpResponse:
    """What waits for a second person."""
    found = queries.openings_visible_to(request.user, request.programme, clock.shared_now())
    return render(request, "identity/asked.html", {"openings": found})


@_staff
def answer(request: PersonRequest, opening_id: UUID) -> HttpResponse:
    """One request: who asks, why, when the person is told; yes or no."""
    seen = queries.openings_visible_to(request.user, request.programme, clock.shared_now())
    opening = get_object_or_404(seen, pk=opening_id)
    said = request.POST.get("agree", "")
    if said in {"yes", "no"}:
        try:
            actions.answer_opening(opening=opening, agree=said == "yes", by=request.user)
            messages.success(request, _("Your answer is kept."))
        except HeartenError as error:
            messages.error(request, error.message)
        return redirect("identity:asked")
    page = {"opening": opening, "reason": queries.reason_of(opening)}
    return render(request, "identity/answer.html", page)
