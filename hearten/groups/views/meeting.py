"""When a group meets: for everybody in it, and set by its hosts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, ports, queries
from hearten.groups.formats import words_of
from hearten.groups.forms import MeetingForm
from hearten.groups.views.loading import hosted, seat_here, status_of
from hearten.ui.forms import take_errors


@require_safe
@signed_in
def meeting(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """When the next one is, its steps, and the way to the room."""
    seat = seat_here(request, group_id)
    actions.note_meetings_seen(group=seat.group, by=request.user)
    format = words_of(seat.group.format)
    context = {
        "group": seat.group,
        "seat": seat,
        "format": format,
        "next": queries.next_of(seat.group, len(format.meeting)),
        "meets_at": ports.meeting_address(group_id),
    }
    return render(request, "groups/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_meeting(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Say when; those that are set can be taken back."""
    here = hosted(request, group_id)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_meeting(group=here, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. It stands on the page of the group."))
            return redirect("groups:meeting", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {"group": here, "form": form, "meetings": queries.meetings_of(here)}
    return render(request, "groups/set_meeting.html", context, status=status_of(form))


@require_POST
@signed_in
def cancel(request: PersonRequest, group_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Take one back."""
    here = hosted(request, group_id)
    found = get_object_or_404(queries.meetings_of(here), pk=meeting_id)
    try:
        actions.cancel_meeting(meeting=found, by=request.user)
        messages.success(request, _("It is taken back."))
    except HeartenError as error:
        messages.warning(request, error.message)
    return redirect("groups:set_meeting", group_id)
