"""What pages of groups begin with: what this person can see, or it is not there."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404

from hearten.accounts.access import PersonRequest
from hearten.groups import queries
from hearten.groups.models import Group, Seat, SeatState


def group_of(request: PersonRequest, group_id: UUID) -> Group:
    """The group, for whoever may see that it is there."""
    return get_object_or_404(queries.groups_visible_to(request.user), pk=group_id)


def seat_here(request: PersonRequest, group_id: UUID) -> Seat:
    """The reader's seat with its group; not there for anybody who is not in it."""
    seat = queries.seat_here_of(request.user, group_id)
    if seat is None:
        raise Http404
    return seat


def hosted(request: PersonRequest, group_id: UUID) -> Group:
    """An open group that the reader hosts or co-hosts."""
    seat = seat_here(request, group_id)
    if not seat.hosts or seat.group.closed_at is not None:
        raise Http404
    return seat.group


def somebody_in(request: PersonRequest, group: Group, seat_id: UUID, state: SeatState) -> Seat:
    """Another person of the group whom the reader sees there."""
    if state == SeatState.ASKED:
        seen = [one.seat for one in queries.askings_for(request.user, group)]
    else:
        seen = [one.seat for one in queries.people_here(request.user, group) if not one.own]
    found = next((seat for seat in seen if seat.pk == seat_id), None)
    if found is None:
        raise Http404
    return found


def status_of(form: forms.Form) -> HTTPStatus:
    """Of a page with a form."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
