"""Changing what was said: other words, none, or a reaction."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions, policies, queries, throttle
from hearten.conversations.actions import refusals
from hearten.conversations.forms import EditForm, ReactionForm
from hearten.conversations.models import MessageKind, Reaction
from hearten.conversations.rules import kept_until, may_still_edit
from hearten.conversations.views.loading import Place, place
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.foundation.ids import new_id


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
    """Other words for what one wrote."""
    here, line = _own(request, conversation_id, seq)
    form = EditForm(request.POST or None, initial={"text": line.text, "client_id": new_id()})
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                throttle.count_sending(request)
                actions.edit_message(
                    conversation_id=conversation_id, about=seq, **form.cleaned_data, by=request.user
                )
                return _back(conversation_id, seq)
            except HeartenError as error:
                form.add_error("text", str(error.message))
                status = HTTPStatus.CONFLICT
    elif refusal := _too_late(here, line):
        messages.warning(request, refusal)
        return _back(conversation_id, seq)
    context = {"here": here, "line": line, "form": form, "until": kept_until(clock.now())}
    return render(request, "conversations/edit.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
    """Take back what one wrote, after reading what that does."""
    here, line = _own(request, conversation_id, seq)
    if request.method != "POST":
        context = {"here": here, "line": line, "until": kept_until(clock.now())}
        return render(request, "conversations/delete.html", context)
    try:
        throttle.count_sending(request)
        actions.delete_message(
            conversation_id=conversation_id, client_id=new_id(), about=seq, by=request.user
        )
    except HeartenError as error:
        messages.warning(request, str(error.message))
    return _back(conversation_id, seq)


def _own(request: PersonRequest, conversation_id: UUID, seq: int) -> tuple[Place, queries.Line]:
    """One's own message that is there; anything else is not found."""
    here = place(request, conversation_id)
    line = queries.line_of(conversation_id, seq)
    if line is None or not policies.may_change(request.user, line):
        raise Http404
    return here, line


def _too_late(here: Place, line: queries.Line) -> str:
    """Why other words would not be taken, said before somebody writes them; empty when they would."""
    if here.conversation.ended_at is not None:
        return _ended()
    if not may_still_edit(said_at=line.at, now=clock.now()):
        return refusals.too_late().message
    return ""


def _ended() -> str:
    return _("This conversation has ended. What was said in it stays as it is.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def react(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
    """What one can say to a message without words; put there or taken back, one is back at it."""
    here = place(request, conversation_id)
    if request.method == "POST":
        return _reacted(request, conversation_id, seq)
    line = queries.line_with_reactions(conversation_id, seq)
    if refusal := _no_reaction(here, line):
        messages.warning(request, refusal)
        return _back(conversation_id, seq)
    context = {"here": here, "line": line, "kinds": Reaction.choices}
    return render(request, "conversations/react.html", context)


def _reacted(request: PersonRequest, conversation_id: UUID, seq: int) -> HttpResponse:
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


def _no_reaction(here: Place, line: queries.Line | None) -> str:
    """Why no reaction would be taken, said before one is chosen; empty when it would."""
    if here.conversation.ended_at is not None:
        return _ended()
    if line is None or line.kind != MessageKind.TEXT:
        return refusals.not_there().message
    if line.gone:
        return refusals.gone().message
    return refusals.own().message if line.author_id == here.reader.id else ""


def _back(conversation_id: UUID, seq: int) -> HttpResponse:
    """To the message it was about."""
    return redirect(f"{reverse('conversations:show', args=[conversation_id])}#m{seq}")
