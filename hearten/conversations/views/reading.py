"""How far the other has read, and whether one wants to know and be known."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions, queries
from hearten.conversations.forms import TalkSettingsForm
from hearten.conversations.views.loading import place


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """What one chooses for all conversations."""
    initial = {"shows_read": queries.shows_read(request.user.id)}
    form = TalkSettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.save_talk_settings(account=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("conversations:settings")
    return render(request, "conversations/settings.html", {"form": form})


@signed_in
@require_GET
def reading(request: PersonRequest, conversation_id: UUID) -> JsonResponse:
    """How far the other has read, or null; for the page's script."""
    here = place(request, conversation_id)
    return JsonResponse({"read": queries.read_by_other(here.conversation, request.user.id)})
