"""Coming into a group: from its page, or with a code."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, queries
from hearten.groups.actions import Coming
from hearten.groups.formats import words_of
from hearten.groups.forms import CodeForm, JoinForm
from hearten.groups.models import Entry, Group, Seat, SeatState
from hearten.groups.views.loading import group_of, status_of
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MEMBER, Role.SUPPORTER)
def join(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Accept the agreements, say what one is called, introduce oneself."""
    here = group_of(request, group_id)
    if queries.seat_in(request.user.pk, here) is not None:
        return redirect("groups:group", group_id)
    if here.closed_at is not None:
        raise Http404
    return _come(request, here, "")


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MEMBER, Role.SUPPORTER)
def by_code(request: PersonRequest) -> HttpResponse:
    """A code, then the same page as without one. The code stands in no address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        here = queries.group_of_code(request.user, request.programme, code)
        if here is not None and queries.seat_in(request.user.pk, here) is not None:
            return redirect("groups:group", here.pk)
        if here is not None:
            return _come(request, here, code)
        form.add_error("code", _("This code opens no group. Please look at it once more."))
    return render(request, "groups/code.html", {"form": form}, status=status_of(form))


def _come(request: PersonRequest, here: Group, code: str) -> HttpResponse:
    asks = here.entry == Entry.REQUEST and not code
    posted = request.POST if "agreed" in request.POST else None
    offered = queries.name_to_offer(here.language, here)
    form = JoinForm(posted, group=here, offered=offered, code=code, asks=asks)
    if form.is_valid():
        said = form.cleaned_data
        names = ("called", "introduction", "agreed")
        coming = Coming(**{name: said[name] for name in names}, answers=said.get("answers", ""))
        try:
            seat = actions.come_in(group=here, coming=coming, code=code, by=request.user)
            return _came(request, seat)
        except HeartenError as error:
            take_errors(form, error)
            if error.code == "changed":
                here.refresh_from_db()
                form.read_anew(here)
    context = {
        "group": here,
        "form": form,
        "asks": asks,
        "format": words_of(here.format),
        "agreements": queries.agreements_of(here),
    }
    return render(request, "groups/join.html", context, status=status_of(form))


def _came(request: PersonRequest, seat: Seat) -> HttpResponse:
    said = {
        SeatState.HERE: _("Welcome. You are in the group now."),
        SeatState.ASKED: _("Your words are with the hosts. You are told when they have decided."),
        SeatState.WAITING: _(
            "You are on the waiting list, and come in by yourself when a place is free."
        ),
    }
    messages.success(request, said[SeatState(seat.state)])
    return redirect("groups:group", seat.group_id)
