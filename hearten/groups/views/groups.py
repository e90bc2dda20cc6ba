"""The groups of the programme, and the page of one: for who is in it, and for who is not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, policies, ports, queries
from hearten.groups.formats import words_of
from hearten.groups.models import Group, Seat, SeatState
from hearten.groups.views.loading import group_of, seat_here


@require_safe
@signed_in
def groups(request: PersonRequest) -> HttpResponse:
    """One's own groups first, then those one may come into."""
    person, programme = request.user, request.programme
    context = {
        "letters": queries.letters_for(person, programme),
        "own": queries.groups_of(person, programme),
        "listed": queries.groups_listed_for(person, programme),
        "may_start": policies.may_start(person, programme),
        "helps": policies.may_help(person, programme),
        "help_waits": queries.help_visible_to(person, programme).count(),
    }
    return render(request, "groups/groups.html", context)


@require_safe
@signed_in
def group(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """What a group is; with everybody in it for those who are."""
    here = group_of(request, group_id)
    seat = queries.seat_in(request.user.pk, here)
    context: dict[str, Any] = {
        "group": here,
        "seat": seat,
        "format": words_of(here.format),
        "agreements": queries.agreements_of(here),
        "care": queries.care_of(request.user, here) if seat is not None else None,
    }
    if seat is not None and seat.state == SeatState.HERE:
        actions.note_hosting(group=here, by=request.user)
        actions.note_meetings_seen(group=here, by=request.user)
        here.refresh_from_db()
        return render(request, "groups/inside.html", context | _inside(request, here, seat))
    if seat is not None and seat.state == SeatState.WAITING:
        context["before"] = queries.comes_before(seat)
    context["may_join"] = policies.may_start(request.user, here.programme)
    return render(request, "groups/outside.html", context)


def _inside(request: PersonRequest, here: Group, seat: Seat) -> dict[str, Any]:
    return {
        "next": queries.next_of(here, len(words_of(here.format).meeting)),
        "meets_at": ports.meeting_address(here.pk),
        "people": queries.people_here(request.user, here),
        "misses_somebody": queries.misses_somebody(request.user, here),
        "to_accept": here.closed_at is None and seat.agreed != here.newest_agreements,
        "askings": len(queries.askings_for(request.user, here)) if seat.hosts else 0,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreements(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The newest agreements, to be accepted by who is here."""
    seat = seat_here(request, group_id)
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            read = int(number) if number.isascii() and number.isdigit() else 0
            actions.accept_agreements(group=seat.group, number=read, by=request.user)
            messages.success(request, _("Thank you. You can write in the group again."))
            return redirect("groups:group", group_id)
        except HeartenError as error:
            messages.warning(request, error.message)
            return redirect("groups:agreements", group_id)
    context = {
        "group": seat.group,
        "seat": seat,
        "agreements": queries.agreements_of(seat.group),
        "before": queries.agreements_of(seat.group, seat.agreed),
    }
    return render(request, "groups/agreements.html", context)
