"""What is shown when somebody's words sounded like danger, or crossed a boundary: numbers to the writer,
guidance and cards to the supporter, "you do not have to" to the member. Nothing here says that
anybody was reported."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.boundaries import queries as boundaries
from hearten.conversations.rules import topic_of
from hearten.conversations.views.loading import Place, place
from hearten.crisis import queries as crisis
from hearten.crisis.rules import CountryLines
from hearten.safety import actions as safety
from hearten.safety import queries as findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What the reader is shown; all empty most of the time."""

    lines: CountryLines | None = None
    """For the writer: their country's numbers."""
    told: bool = False
    """Whether people on duty were told of the writer's words."""
    guidance: str = ""
    """For the supporter: which advice."""
    guidance_told: bool = False
    card: boundaries.Card | None = None
    """For the supporter, about their boundaries."""
    member_card: boundaries.MemberCard | None = None
    """For the member, about what their supporter asked."""


def care_of(here: Place) -> Care:
    """The reader's own card, and for a supporter what to do about the other's words."""
    at = topic_of(here.conversation.id)
    mine = findings.card_for(here.reader.id, at)
    theirs = None if here.is_member else findings.guidance_for(here.reader.id, at)
    country = here.reader.country or here.conversation.programme.country
    return Care(
        lines=crisis.lines_for(country, get_language() or "") if mine else None,
        told=mine is not None and mine.case_id is not None,
        guidance=findings.advice(theirs.kinds) if theirs else "",
        guidance_told=theirs is not None and theirs.case_id is not None,
        card=None if here.is_member else boundaries.card_in(here.reader, here.pairing.pk),
        member_card=boundaries.member_card(here.reader, here.pairing.pk),
    )


@signed_in
@require_GET
def care(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """The part of the page, for its script."""
    here = place(request, conversation_id)
    return render(request, "conversations/care.html", {"here": here, "care": care_of(here)})


@signed_in
@require_POST
def put_away(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """The writer closes their card."""
    here = place(request, conversation_id)
    safety.put_card_away(place=topic_of(here.conversation.id), by=request.user)
    return redirect("conversations:show", conversation_id=conversation_id)
