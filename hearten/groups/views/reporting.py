"""Reporting what somebody said in the room, or wrote of themselves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError, Invalid
from hearten.groups import actions, queries
from hearten.groups.forms import ReportForm
from hearten.groups.models import Group, SeatState
from hearten.groups.views.loading import seat_here, somebody_in, status_of
from hearten.safety.queries import ReportReason
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: PersonRequest, group_id: UUID, seq: int) -> HttpResponse:
    """Say what is wrong with what somebody else said."""
    group = seat_here(request, group_id).group
    said = queries.said_under(request.user, group, seq)
    if said is None or said.own or said.line.author_id is None:
        raise Http404

    def sent(reason: ReportReason, words: str) -> None:
        actions.report_words(group=group, seq=seq, reason=reason, words=words, by=request.user)

    about = {
        "name": said.seat.name if said.seat else "",
        "text": said.line.text,
        "at": said.line.at,
    }
    return _report(request, group, about, sent)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_person(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """Say what is wrong with how somebody introduced themselves, or with them."""
    group = seat_here(request, group_id).group
    seat = somebody_in(request, group, seat_id, SeatState.HERE)

    def sent(reason: ReportReason, words: str) -> None:
        actions.report_person(seat=seat, reason=reason, words=words, by=request.user)

    return _report(request, group, {"name": seat.name, "text": queries.introduction_of(seat)}, sent)


def _report(
    request: PersonRequest,
    group: Group,
    about: dict[str, Any],
    sent: Callable[[ReportReason, str], None],
) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            sent(ReportReason(given["reason"]), given["words"])
            return redirect("groups:reported", group.pk)
        except Invalid as error:
            take_errors(form, error)
        except HeartenError as error:
            messages.warning(request, error.message)
            return redirect("groups:group", group.pk)
    context = {"group": group, "about": about, "form": form}
    return render(request, "groups/report.html", context, status=status_of(form))


@require_safe
@signed_in
def reported(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Thank you, and what happens now."""
    return render(request, "groups/reported.html", {"group": seat_here(request, group_id).group})
