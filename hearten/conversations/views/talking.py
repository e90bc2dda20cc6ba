"""The talk itself: read, write, and what the page's script asks for."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conduct.queries import Hold, Scope, hold_on
from hearten.conversations import actions, policies, queries, throttle
from hearten.conversations.forms import MessageForm
from hearten.conversations.models import Notice, Reaction
from hearten.conversations.rules import MOST_SEQ, topic_of
from hearten.conversations.views.attaching import lets_record, take_up
from hearten.conversations.views.caring import care_of
from hearten.conversations.views.loading import Place, place
from hearten.conversations.views.refusing import refusal, refusal_of, status_of
from hearten.foundation.errors import HeartenError
from hearten.foundation.ids import new_id
from hearten.matching import queries as matching

PAGE = 10
"""As many as keep a first visit light on a slow phone; more are one press away."""
CATCH_UP = 200


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """The talk, and its composer for browsers without scripts."""
    here = place(request, conversation_id)
    if request.method != "POST":
        answering = _number(request.GET.get("reply"), otherwise=None)
        return _page(request, here, MessageForm(initial={"about": answering}))
    form = MessageForm(request.POST, request.FILES)
    form.is_valid()
    uploads = take_up(request, conversation_id, form)
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, here, form, uploads, status=status)
    try:
        throttle.count_sending(request)
        _send(request, conversation_id, form, uploads)
    except HeartenError as error:
        form.add_error("text", error.message)
        return _page(request, here, form, uploads, status=status_of(error), code=error.code)
    return redirect(f"{reverse('conversations:show', args=[conversation_id])}#newest")


@signed_in
@require_POST
def send(request: PersonRequest, conversation_id: UUID) -> JsonResponse:
    """One message from the script when no live connection can be had: the same id, the same action,
    so that a message tried both ways is stored once."""
    place(request, conversation_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        [[error, *_more], *_fields] = form.errors.values()
        return refusal("invalid", str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        throttle.count_sending(request)
        sent = _send(request, conversation_id, form, form.cleaned_data["uploads"])
    except HeartenError as error:
        return refusal_of(error)
    return JsonResponse({"seq": sent.seq, "at": sent.at.isoformat()})


def _send(
    request: PersonRequest, conversation_id: UUID, form: MessageForm, uploads: Sequence[UUID]
) -> actions.Sent:
    given = {name: form.cleaned_data[name] for name in ("client_id", "text", "about")}
    return actions.send_message(
        conversation_id=conversation_id, **given, attachment_ids=uploads, by=request.user
    )


@signed_in
@require_GET
def events(request: PersonRequest, conversation_id: UUID) -> JsonResponse:
    """What came after a number, in the form of live events; for the same script, by asking."""
    place(request, conversation_id)
    after = _number(request.GET.get("after"), otherwise=0)
    lines = queries.lines_after(conversation_id, after, CATCH_UP)
    return JsonResponse({"events": [queries.event_of(line) for line in lines]})


@signed_in
@require_POST
def read(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """The reader has had everything up to `seq` on the screen."""
    place(request, conversation_id)
    seq = _number(request.POST.get("seq"), otherwise=0)
    actions.mark_read(conversation_id=conversation_id, seq=seq, by=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def unsent_page(request: PersonRequest, conversation_id: UUID, words: str) -> HttpResponse:
    """The talk that is over, with a closing message that came too late, to be read and copied."""
    form = MessageForm({"text": words})
    form.add_error(
        "text",
        _(
            "This conversation had ended before, so these words were not sent. Your other choices are kept."
        ),
    )
    return _page(request, place(request, conversation_id), form, status=HTTPStatus.CONFLICT)


def _page(
    request: PersonRequest,
    here: Place,
    form: MessageForm,
    uploads: Sequence[UUID] = (),
    *,
    status: int = HTTPStatus.OK,
    code: str = "",
) -> HttpResponse:
    """The page with a form and what it would carry; `code` says what an action refused."""
    before = _number(request.GET.get("before"), otherwise=None)
    around = _number(request.GET.get("around"), otherwise=None)
    lines = _lines(here, before, around)
    if before is None and around is None and lines:
        actions.mark_read(conversation_id=here.conversation.id, seq=lines[-1].seq, by=request.user)
    # The id stays the same over a try again, so that both tries are one message; other words under
    # a used id are a new message.
    kept = form.is_bound and "client_id" not in form.errors and code != "changed"
    context = _context(here, lines) | {
        "form": form,
        "client_id": form["client_id"].value() if kept else new_id(),
        "before": before or around,
        "around": around,
        "uploads": queries.unsent_in(here.conversation, here.reader.id, uploads) if uploads else (),
        "answering": _answered(here, form["about"].value()),
    }
    response = render(request, "conversations/show.html", context, status=status)
    return response if context["over"] else lets_record(response)


def _lines(here: Place, before: int | None, around: int | None) -> Sequence[queries.Line]:
    """A page of the talk: around a message one was led to, before one, or the newest."""
    if around is not None:
        return queries.lines_around(here.conversation.id, around, PAGE)
    return queries.lines_before(here.conversation.id, before, PAGE)


def _context(here: Place, lines: Sequence[queries.Line]) -> dict[str, Any]:
    conversation = here.conversation
    pair = (here.pairing.member_id, here.pairing.supporter_id)
    over = conversation.ended_at is not None or policies.are_parted(conversation.kind, pair)
    return {
        "here": here,
        "conversation": conversation,
        "topic": topic_of(conversation.id),
        "lines": lines,
        "over": over,
        "open": not over,
        "hold": _hold(here) if not over else None,
        "earlier": lines[0].seq if lines and lines[0].seq > 1 else None,
        "notices": Notice.choices,
        "kinds": Reaction.choices,
        "has_pictures": any(line.attachments for line in lines),
        "shows_pictures": queries.shows_pictures(conversation, here.reader.id),
        "shows_read": not over and queries.shows_read(here.reader.id),
        "read_last": _read_last(here, lines) if not over else None,
        "boundaries": _boundaries(here),
        "care": care_of(here),
        "next_steps": _next_steps(here) if over else None,
    }


def _answered(here: Place, given: Any) -> queries.Line | None:
    """What the message in the box answers; None for nothing, and for what cannot be answered."""
    seq = _number(str(given or ""), otherwise=None)
    if seq is None or not queries.targets_among(here.conversation.id, [seq]):
        return None
    return queries.line_of(here.conversation.id, seq)


def _read_last(here: Place, lines: Sequence[queries.Line]) -> int | None:
    """The reader's newest message that the other has read, where both show that."""
    read = queries.read_by_other(here.conversation, here.reader.id) or 0
    own = [line.seq for line in lines if line.author_id == here.reader.id and line.seq <= read]
    return own[-1] if own else None


def _hold(here: Place) -> Hold | None:
    """What keeps the reader from writing now, to be said in place of the box."""
    hold = hold_on(here.reader.id)
    return hold if hold is not None and hold.scope == Scope.WRITING else None


def _boundaries(here: Place) -> dict[str, Any]:
    """The supporter's card, as both of them read it."""
    card = matching.supporter_settings_of(here.conversation.programme, here.pairing.supporter)
    known = {code.value: code.label for code in matching.Boundary}
    return {
        "points": [known[code] for code in card.boundaries if code in known],
        "words": card.boundaries_words,
    }


def _next_steps(here: Place) -> dict[str, bool]:
    """What an ended conversation offers its reader. Nothing while the pairing itself goes on."""
    if here.pairing.ended_at is None:
        return {}
    waits = matching.handover_waits(here.pairing)
    said_goodbye = here.conversation.ended_by_id is not None
    answered = here.pairing.handover_answered_at is not None
    looking = here.is_member and matching.open_request(here.reader, here.conversation.programme_id)
    return {
        "feedback": True,
        "read_handover": here.is_member and waits,
        "hand_over": not here.is_member and said_goodbye and not answered,
        "ask_again": here.is_member and not looking,
        "looking": bool(looking),
    }


def _number(given: str | None, *, otherwise: Any) -> Any:
    """A number from an address; `otherwise` for anything that is none."""
    if given is None or not given.isascii() or not given.isdigit():
        return otherwise
    return min(int(given[:20]), MOST_SEQ)
