"""Changing what was said: reactions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions, throttle
from hearten.conversations.forms import ReactionForm
from hearten.conversations.views.loading import place
from hearten.foundation.errors import HeartenError
from hearten.foundation.ids import new_id


@signed_in
@require_POST
def react(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
    """Put a reaction to one message, or take it back, and go back to it."""
    place(request, conversation_id)
    form = ReactionForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    try:
        throttle.count_sending(request)
        actions.react(
            conversation_id=conversation_id,
            client_id=new_id(),
            about=seq,
            reaction=chosen.get("on") or chosen.get("off") or "",
            on=bool(chosen.get("on")),
            by=request.user,
        )
    except HeartenError as error:
        messages.warning(request, str(error.message))
    return _back(conversation_id, seq)


def _back(conversation_id: UUID, seq: int) -> HttpResponse:
    """To the message it was about."""
    return redirect(f"{reverse('conversations:show', args=[conversation_id])}#m{seq}")
