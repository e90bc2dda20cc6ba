"""What hosts do at a meeting: open it, lead it, write to each other, close it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.cockpit import actions, queries
from hearten.cockpit.forms import HostForm
from hearten.cockpit.views.loading import hosted, status_of, step_in
from hearten.foundation.errors import HeartenError
from hearten.groups.queries import Group, meetings_of
from hearten.ui.forms import take_errors


@require_POST
@signed_in
def open_it(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Open the next meeting."""
    seat = hosted(request, group_id)
    following = meetings_of(seat.group).first()
    if following is None:
        raise Http404
    following.group = seat.group
    try:
        actions.open_run(meeting=following, by=request.user)
    except HeartenError as error:
        messages.warning(request, error.message)
    return redirect("cockpit:meeting", group_id)


@require_POST
@signed_in
def lead(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The next step, more time, or somebody's turn."""
    seat = hosted(request, group_id)
    try:
        _lead(request, seat.group)
    except HeartenError as error:
        messages.warning(request, error.message)
    except ValueError:  # not from our page
        messages.warning(request, _("Please try it once more."))
    return redirect("cockpit:meeting", group_id)


def _lead(request: PersonRequest, group: Group) -> None:
    wanted, by = request.POST.get("do"), request.user
    if wanted == "time":
        until = datetime.fromisoformat(request.POST.get("until", ""))
        actions.give_time(group=group, until=until, by=by)
    elif wanted == "turn":
        chosen = UUID(request.POST.get("who", ""))
        actions.give_turn(group=group, attendance_id=chosen, by=by)
    else:
        actions.next_step(group=group, after=step_in(request), by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def words(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Write to the other hosts, and read what they wrote."""
    seat = hosted(request, group_id)
    run = queries.open_run(seat.group)
    if run is None:
        raise Http404
    form = HostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.tell_hosts(group=seat.group, **form.cleaned_data, by=request.user)
            return redirect("cockpit:meeting", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {
        "group": seat.group,
        "host_form": form,
        "host_words": queries.host_words_for(request.user, run),
    }
    return render(request, "cockpit/words.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Close the meeting, after reading what that does."""
    seat = hosted(request, group_id)
    run = queries.open_run(seat.group)
    if run is None:
        return redirect("cockpit:note", group_id)
    if request.method == "POST":
        try:
            actions.close_run(run=run, by=request.user)
        except HeartenError as error:
            messages.warning(request, error.message)
        return redirect("cockpit:note", group_id)
    stage = queries.stage_for(request.user, run, hosts=True)
    return render(request, "cockpit/close.html", {"group": seat.group, "stage": stage})
