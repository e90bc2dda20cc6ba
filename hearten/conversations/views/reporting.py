"""Reporting a message."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions, policies, queries
from hearten.conversations.forms import ReportForm
from hearten.conversations.views.loading import place
from hearten.safety.queries import ReportReason


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
    """Say what is wrong with one message of the other person."""
    here = place(request, conversation_id)
    line = queries.line_of(conversation_id, seq)
    if line is None or not policies.may_report(request.user, line):
        raise Http404
    form = ReportForm(request.POST or None)
    if not form.is_valid():
        context = {"here": here, "line": line, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "conversations/report.html", context, status=status)
    actions.report_message(
        conversation_id=conversation_id,
        seq=seq,
        reason=ReportReason(form.cleaned_data["reason"]),
        words=form.cleaned_data["words"],
        by=request.user,
    )
    if form.cleaned_data["also_block"]:
        actions.block_other(conversation_id=conversation_id, by=request.user)
    return redirect("conversations:reported", conversation_id)


@signed_in
@require_GET
def reported(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """Thank you, and what happens now."""
    return render(request, "conversations/reported.html", {"here": place(request, conversation_id)})
