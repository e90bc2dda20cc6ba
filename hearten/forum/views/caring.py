"""What is shown in a thread when somebody's words sounded like danger: numbers to the writer, the way
to help to everybody else. Nothing here says that anybody was reported."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.crisis import queries as crisis
from hearten.crisis.rules import CountryLines
from hearten.forum.models import Thread
from hearten.forum.rules import place_of
from hearten.forum.views.loading import thread_of
from hearten.safety import actions as safety
from hearten.safety import queries as findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What the reader is shown; all empty most of the time."""

    lines: CountryLines | None = None
    """For the writer: their country's numbers."""
    told: bool = False
    """Whether people on duty were told of the writer's words."""
    of_another: bool = False
    """For the others: somebody here may not be safe."""


def care_of(request: PersonRequest, thread: Thread) -> Care:
    """The reader's own card, else whether another one wrote something heavy."""
    place = place_of(thread.pk)
    mine = findings.card_for(request.user.id, place)
    country = request.user.country or thread.space.programme.country
    return Care(
        lines=crisis.lines_for(country, get_language() or "") if mine else None,
        told=mine is not None and mine.case_id is not None,
        of_another=mine is None and findings.guidance_for(request.user.id, place) is not None,
    )


@require_POST
@signed_in
def put_away(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """The writer closes their card."""
    thread = thread_of(request, thread_id)
    safety.put_card_away(place=place_of(thread.pk), by=request.user)
    return redirect("forum:thread", thread.pk)
