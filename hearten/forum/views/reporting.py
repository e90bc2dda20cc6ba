"""Reporting a post."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import ReportForm
from hearten.forum.views.loading import anothers_post, thread_of
from hearten.forum.views.threads import address_of
from hearten.foundation.errors import HeartenError, Invalid
from hearten.safety.queries import ReportReason
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Say what is wrong with one post of somebody else."""
    post = anothers_post(request, thread_id, number)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            reason = ReportReason(said["reason"])
            actions.report_post(post=post, reason=reason, words=said["words"], by=request.user)
            return redirect("forum:reported", thread_id)
        except Invalid as error:
            take_errors(form, error)
        except HeartenError as error:
            messages.warning(request, str(error.message))
            return redirect(address_of(request, post))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"post": post, "form": form, "cover": queries.cover_of(request.user, post)}
    return render(request, "forum/report.html", context, status=status)


@require_safe
@signed_in
def reported(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Thank you, and what happens now."""
    return render(request, "forum/reported.html", {"thread": thread_of(request, thread_id)})
