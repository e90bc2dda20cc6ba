"""Leaving a group, and what is told to who is not in one any more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.groups import actions, queries
from hearten.groups.models import Seat
from hearten.groups.views.loading import group_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Leave, or take back that one asked, after reading what that does."""
    here = group_of(request, group_id)
    seat = queries.seat_in(request.user.pk, here)
    if seat is None:
        return redirect("groups:groups")
    if request.method != "POST":
        return render(request, "groups/leave.html", {"group": here, "seat": seat})
    actions.leave(group=here, by=request.user)
    messages.success(
        request, _("You are not in this group any more. You can come back another time.")
    )
    return redirect("groups:groups")


@require_POST
@signed_in
def put_letter_away(request: PersonRequest, seat_id: UUID) -> HttpResponse:
    """What was to be told is read, and goes."""
    seat = get_object_or_404(Seat, pk=seat_id, account=request.user, to_tell=True)
    actions.put_letter_away(seat=seat, by=request.user)
    return redirect("groups:groups")
