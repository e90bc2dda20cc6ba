"""Pictures in a talk: sent before their message, looked at by who may read it."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.attachments import serving
from hearten.attachments.queries import Attached, content_of
from hearten.conversations import actions, queries, throttle
from hearten.conversations.forms import MessageForm, PictureForm
from hearten.conversations.views.loading import Place, place
from hearten.conversations.views.refusing import refusal_of
from hearten.foundation.errors import HeartenError, Invalid


@signed_in
@require_POST
def attach(request: PersonRequest, conversation_id: UUID) -> JsonResponse:
    """A picture from the script, before the message that names it."""
    place(request, conversation_id)
    form = PictureForm(request.POST, request.FILES)
    try:
        kept = _kept(request, conversation_id, form)
    except HeartenError as error:
        return refusal_of(error)
    return JsonResponse(queries.told(kept))


def take_up(request: PersonRequest, conversation_id: UUID, form: MessageForm) -> list[UUID]:
    """What the message of a form carries: uploaded before, and now. A picture that is taken stays with
    the form whatever becomes of the words beside it; one that is not puts its error there."""
    uploads = list(form.cleaned_data.get("uploads") or ())
    if "picture" not in request.FILES:
        return uploads
    try:
        uploads.append(_kept(request, conversation_id, form).id)
    except Invalid as error:
        for name, message in error.fields.items():
            form.add_error(name, message)
    except HeartenError as error:
        form.add_error("picture", error.message)
    return uploads


def _kept(request: PersonRequest, conversation_id: UUID, form: PictureForm) -> Attached:
    throttle.count_attaching(request)
    file = request.FILES.get("picture")
    sent = file.read() if file else b""
    return actions.attach_picture(
        conversation_id=conversation_id,
        sent=sent,
        words=form.data.get("words", ""),
        by=request.user,
    )


@signed_in
@require_GET
def look(request: PersonRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponse:
    """One picture, as large as the screen, with the way back and out beside it."""
    here = place(request, conversation_id)
    found = queries.carried_by(conversation_id, attachment_id)
    if found is None:
        raise Http404
    line, attached = found
    context = {
        "here": here,
        "line": line,
        "attached": attached,
        "shows_pictures": queries.shows_pictures(here.conversation, here.reader.id),
    }
    return render(request, "conversations/look.html", context)


@signed_in
@require_GET
def content(
    request: PersonRequest, conversation_id: UUID, attachment_id: UUID, size: str
) -> HttpResponse:
    """The picture itself, for whoever may read its message; before it is sent, for its author."""
    here = place(request, conversation_id)
    found = None
    if _may_see(here, attachment_id):
        found = content_of(attachment_id, size, here.conversation.wrapped_key)
    if found is None:
        raise Http404
    return serving.picture(found)


def _may_see(here: Place, attachment_id: UUID) -> bool:
    if queries.carried_by(here.conversation.id, attachment_id):
        return True
    return bool(queries.unsent_in(here.conversation, here.reader.id, [attachment_id]))


@signed_in
@require_POST
def shown(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """See what the other sends here at once, or after pressing."""
    place(request, conversation_id)
    actions.show_pictures(
        conversation_id=conversation_id, on=request.POST.get("on") == "on", by=request.user
    )
    return redirect(f"{reverse('conversations:show', args=[conversation_id])}#newest")
