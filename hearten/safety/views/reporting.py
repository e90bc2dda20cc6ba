"""What became of one's own reports."""

from django.http import HttpResponse
from django.shortcuts import render

from hearten.accounts.access import PersonRequest, signed_in
from hearten.safety import actions, queries


@signed_in
def reports(request: PersonRequest) -> HttpResponse:
    """That they were looked at, and whether something was done."""
    response = render(request, "safety/reports.html", {"reports": queries.reports_of(request.user)})
    actions.note_told(by=request.user)
    return response
