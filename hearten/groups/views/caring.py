"""What is shown in a group when somebody's words sounded like danger: numbers to the writer, the way to
help to everybody else. Nothing here says that anybody was reported."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations.rules import topic_of
from hearten.crisis import queries as crisis
from hearten.crisis.rules import CountryLines
from hearten.groups.models import Group
from hearten.groups.rules import notices_of
from hearten.groups.views.loading import group_of
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


def care_of(request: PersonRequest, group: Group) -> Care:
    """The reader's own card, else whether another one wrote something heavy: when they came, or in the
    room. For who has a seat in the group."""
    reader, places = request.user, _places(group)
    cards = [card for place in places if (card := findings.card_for(reader.pk, place))]
    country = reader.country or group.programme.country
    if cards:
        lines = crisis.lines_for(country, get_language() or "")
        return Care(lines=lines, told=any(one.case_id is not None for one in cards))
    return Care(of_another=any(findings.guidance_for(reader.pk, place) for place in places))


def _places(group: Group) -> tuple[str, str]:
    return notices_of(group.pk), topic_of(group.conversation_id)


@require_POST
@signed_in
def put_away(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The writer closes their card."""
    here = group_of(request, group_id)
    for place in _places(here):
        safety.put_card_away(place=place, by=request.user)
    return redirect("groups:group", group_id)
