"""The safety clock: how soon people turn to words that sound like danger. Open to everybody here."""

from django.http import HttpResponse
from django.shortcuts import render

from hearten.accounts.access import PersonRequest, signed_in
from hearten.safety import queries


@signed_in
def clock(request: PersonRequest) -> HttpResponse:
    """Counts and times of the reader's programme; nobody's words, nobody's name."""
    rows = queries.safety_clock(request.programme)
    context = {"rows": rows, "days": queries.CLOCK_DAYS, "fewest": queries.FEWEST_ANSWERED}
    return render(request, "safety/clock.html", context)
