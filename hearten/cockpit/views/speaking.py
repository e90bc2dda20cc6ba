"""What people do at a meeting: come, take their turn or pass, step out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.cockpit import actions, queries
from hearten.cockpit.rules import Move
from hearten.cockpit.views.loading import seat_here, step_in
from hearten.conversations.queries import conversations_of
from hearten.crisis import queries as crisis
from hearten.foundation.errors import HeartenError
from hearten.groups.queries import Seat


@require_POST
@signed_in
def come(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """I am here, or back."""
    seat = seat_here(request, group_id)
    try:
        actions.come(group=seat.group, by=request.user)
    except HeartenError as error:
        messages.warning(request, error.message)
    return redirect("cockpit:meeting", group_id)


@require_POST
@signed_in
def move(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The one big button."""
    seat, wanted = seat_here(request, group_id), request.POST.get("do")
    try:
        if wanted == Move.RAISE:
            actions.raise_hand(group=seat.group, step=step_in(request), by=request.user)
        elif wanted == Move.LOWER:
            actions.lower_hand(group=seat.group, by=request.user)
        else:
            actions.end_turn(group=seat.group, step=step_in(request), by=request.user)
    except HeartenError as error:
        messages.warning(request, error.message)
    return redirect("cockpit:meeting", group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def out(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Step out, and find what helps until somebody is there. Numbers and plan stand there for everybody in
    the group, whatever could be done."""
    seat = seat_here(request, group_id)
    if request.method == "POST":
        try:
            actions.step_out(group=seat.group, by=request.user)
        except HeartenError as error:
            messages.warning(request, error.message)
        return redirect("cockpit:out", group_id)
    return _outside(request, seat)


def _outside(request: PersonRequest, seat: Seat) -> HttpResponse:
    run = queries.open_run(seat.group)
    stage = queries.stage_for(request.user, run, hosts=True) if run is not None else None
    country = request.user.country or seat.group.programme.country
    context = {
        "group": seat.group,
        "stage": stage,
        "asked": stage is not None and stage.me is not None and stage.me.asked,
        "lines": crisis.lines_for(country, get_language() or ""),
        "talks": bool(conversations_of(request.user, ended=False)),
    }
    return render(request, "cockpit/out.html", context)
