"""The room of a group: read and written in. It works by post-and-reload; room.js fetches what
is new when it is nudged."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions as talks
from hearten.conversations.rules import circle_topic_of
from hearten.foundation.errors import HeartenError
from hearten.foundation.ids import new_id
from hearten.groups import actions, policies, queries
from hearten.groups.forms import SayForm
from hearten.groups.models import Seat
from hearten.groups.queries import Said
from hearten.groups.views.loading import seat_here, status_of
from hearten.ui.forms import take_errors

_NUMBER_MOST = 18
"""Digits of a number in an address."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def room(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What was said, and the box to say something."""
    seat = seat_here(request, group_id)
    form = SayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.say(group=seat.group, **form.cleaned_data, by=request.user)
            return redirect(f"{reverse('groups:room', args=[group_id])}#newest")
        except HeartenError as error:
            take_errors(form, error)
            form.again = error.code != "changed"
    return _page(request, seat, form)


def _page(request: PersonRequest, seat: Seat, form: SayForm) -> HttpResponse:
    before = _number(request.GET.get("before"))
    actions.note_hosting(group=seat.group, by=request.user)
    said = queries.said_before(request.user, seat.group, before)
    if before is None:
        _read(request, seat, said)
    context = _context(request, seat, said) | {
        "form": form,
        "client_id": form["client_id"].value() if form.again and form.is_bound else new_id(),
        "before": before,
        "earlier": said[0].line.seq if len(said) == queries.ROOM_PAGE else None,
        "may_write": policies.may_write(seat),
        "topic": circle_topic_of(seat.group.conversation_id),
    }
    return render(request, "groups/room.html", context, status=status_of(form))


@require_safe
@signed_in
def new(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What came after a number, and what is shown about danger: a part of the page, for its script."""
    seat = seat_here(request, group_id)
    said = queries.said_after(request.user, seat.group, _number(request.GET.get("after")) or 0)
    _read(request, seat, said)
    return render(request, "groups/room_new.html", _context(request, seat, said))


def _context(request: PersonRequest, seat: Seat, said: list[Said]) -> dict[str, Any]:
    group = seat.group
    return {
        "group": group,
        "seat": seat,
        "said": said,
        "care": queries.care_of(request.user, group),
    }


def _read(request: PersonRequest, seat: Seat, said: list[Said]) -> None:
    if said:
        talks.mark_read(
            conversation_id=seat.group.conversation_id, seq=said[-1].line.seq, by=request.user
        )


def _number(given: str | None) -> int | None:
    """A number from an address; None for anything that is none."""
    if given is None or not (given.isascii() and given.isdigit()):
        return None
    return int(given[:_NUMBER_MOST])
