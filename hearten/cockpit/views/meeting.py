"""The one screen of a meeting. It works by post-and-reload; cockpit.js fetches what is on now, room.js what
is said."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.cockpit import queries
from hearten.cockpit.forms import HostForm, SayForm
from hearten.cockpit.views.loading import seat_here, status_of
from hearten.conversations import actions as talks
from hearten.conversations.rules import circle_topic_of
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.foundation.ids import new_id
from hearten.groups import actions as groups
from hearten.groups import policies as of_groups
from hearten.groups import queries as circles
from hearten.groups.formats import words_of
from hearten.groups.queries import Seat
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def meeting(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What is on, and the room below it; what is said is posted here. Without a meeting: when the next
    one is."""
    seat = seat_here(request, group_id)
    form = SayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            groups.say(group=seat.group, **form.cleaned_data, by=request.user)
            return redirect(f"{reverse('cockpit:meeting', args=[group_id])}#newest")
        except HeartenError as error:
            take_errors(form, error)
    groups.note_hosting(group=seat.group, by=request.user)
    groups.note_meetings_seen(group=seat.group, by=request.user)
    context = now_for(request, seat) | {"form": form}
    if context["stage"] is not None:
        context |= _room(request, seat, form)
    return render(request, "cockpit/meeting.html", context, status=status_of(form))


@require_safe
@signed_in
def now(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What is on now: a part of the page, for its script."""
    return render(request, "cockpit/now.html", now_for(request, seat_here(request, group_id)))


def now_for(request: PersonRequest, seat: Seat) -> dict[str, Any]:
    """What is on for this reader."""
    group = seat.group
    run = queries.open_run(group) if group.closed_at is None else None
    format = words_of(group.format)
    context: dict[str, Any] = {
        "group": group,
        "seat": seat,
        "format": format,
        "clock": clock.shared_now(),
        "stage": None,
    }
    if run is None:
        last = queries.last_run(group)
        upcoming = circles.next_of(group, len(format.meeting))
        return context | {"next": upcoming, "last": last}
    stage = queries.stage_for(request.user, run, hosts=seat.hosts)
    return context | {
        "stage": stage,
        "words": format.meeting[run.step],
        "taken": queries.takes_for(request.user, run),
        "host_words": queries.host_words_for(request.user, run) if seat.hosts else [],
        "left": run.step_ends_at - context["clock"],
    }


def _room(request: PersonRequest, seat: Seat, form: SayForm) -> dict[str, Any]:
    group = seat.group
    said = circles.said_before(request.user, group, None)
    if said:
        talks.mark_read(
            conversation_id=group.conversation_id, seq=said[-1].line.seq, by=request.user
        )
    return {
        "agreements": circles.agreements_of(group),
        "said": said,
        "care": circles.care_of(request.user, group),
        "host_form": HostForm(),
        "client_id": form["client_id"].value() if form.is_bound else new_id(),
        "may_write": of_groups.may_write(seat),
        "topic": circle_topic_of(group.conversation_id),
    }
