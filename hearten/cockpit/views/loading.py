"""What pages of a meeting begin with: a group the reader is in, or it is not there."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404

from hearten.accounts.access import PersonRequest
from hearten.groups.queries import Seat, seat_here_of


def seat_here(request: PersonRequest, group_id: UUID) -> Seat:
    """The reader's seat with its group; not there for anybody who is not in it."""
    seat = seat_here_of(request.user, group_id)
    if seat is None:
        raise Http404
    return seat


def hosted(request: PersonRequest, group_id: UUID) -> Seat:
    """The reader's seat in an open group that they host or co-host."""
    seat = seat_here(request, group_id)
    if not seat.hosts or seat.group.closed_at is not None:
        raise Http404
    return seat


def status_of(form: forms.Form) -> HTTPStatus:
    """Of a page with a form."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def step_in(request: PersonRequest) -> int:
    """The step that was on for whoever sent this; -1 for anything that is none."""
    given = request.POST.get("step", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else -1
