"""Closing the card that somebody got for their own words."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.groups import queries
from hearten.groups.views.loading import group_of
from hearten.safety import actions as safety


@require_POST
@signed_in
def put_away(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """The writer closes their card."""
    here = group_of(request, group_id)
    for place in queries.care_places(here):
        safety.put_card_away(place=place, by=request.user)
    return redirect("groups:group", group_id)
