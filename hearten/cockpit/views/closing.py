"""The two questions, and what is left of a meeting."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.cockpit import actions, queries
from hearten.cockpit.actions import Counted
from hearten.cockpit.forms import ClosingForm, NoteForm
from hearten.cockpit.rules import Way
from hearten.cockpit.views.loading import seat_here, status_of
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What one takes along, and how it was."""
    seat = seat_here(request, group_id)
    run = queries.open_run(seat.group)
    if run is None or queries.way_of(run) is not Way.CLOSING:
        return redirect("cockpit:meeting", group_id)
    takes, rating = queries.own_answers(request.user, run)
    posted = request.POST if request.method == "POST" else None
    form = ClosingForm(posted, takes=takes, rating=rating)
    if form.is_valid():
        try:
            actions.answer_closing(group=seat.group, **form.cleaned_data, by=request.user)
            messages.success(
                request, _("Thank you. You can change it until the meeting is closed.")
            )
            return redirect("cockpit:meeting", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {"group": seat.group, "form": form}
    return render(request, "cockpit/closing.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The note of the last meeting: read by everybody here, confirmed by hosts."""
    seat = seat_here(request, group_id)
    run = queries.last_run(seat.group)
    if run is None:
        raise Http404
    read = queries.read_note(seat.group, run.note)
    open_to_hosts = seat.hosts and read.note.confirmed_at is None and not seat.group.closed_at
    form = NoteForm(request.POST if request.method == "POST" else None, read=read)
    if request.method == "POST" and not open_to_hosts:
        return redirect("cockpit:note", group_id)
    if form.is_valid():
        try:
            actions.confirm_note(run=run, counted=Counted(**form.cleaned_data), by=request.user)
            messages.success(request, _("Saved. Everybody in the group can read it."))
            return redirect("cockpit:note", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {
        "group": seat.group,
        "run": run,
        "read": read,
        "form": form if open_to_hosts else None,
        "taken": queries.takes_for(request.user, run),
        "was_there": queries.was_at(request.user, run),
    }
    return render(request, "cockpit/note.html", context, status=status_of(form))
