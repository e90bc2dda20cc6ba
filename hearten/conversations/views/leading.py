"""A link in a message leads here first: where it goes, and what to think of before."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import queries
from hearten.conversations.rules import know_each_other
from hearten.conversations.views.loading import place
from hearten.foundation import clock
from hearten.foundation.links import links_of


@signed_in
@require_GET
def link(request: PersonRequest, conversation_id: UUID, seq: int, number: int) -> HttpResponse:
    """The `number`th link of a message as it stands. Asked for by its number, so that no address
    stands in one of ours; and gone when the words are."""
    here = place(request, conversation_id)
    line = queries.line_of(conversation_id, seq)
    links = links_of(line.text) if line is not None and line.text else []
    if line is None or not 1 <= number <= len(links):
        raise Http404
    context = {
        "here": here,
        "line": line,
        "link": links[number - 1],
        "own": line.author_id == request.user.id,
        "new": not know_each_other(here.conversation.opened_at, clock.now()),
    }
    return render(request, "conversations/link.html", context)
