"""Pictures and audio notes in a talk: sent before their message, seen and heard by who may read it."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.attachments import serving
from hearten.attachments.queries import Attached, Kind, content_of
from hearten.conversations import actions, queries, throttle
from hearten.conversations.forms import MessageForm, UploadForm
from hearten.conversations.views.loading import Place, place
from hearten.conversations.views.refusing import refusal_of
from hearten.foundation.errors import HeartenError, Invalid


@signed_in
@require_POST
def attach(request: PersonRequest, conversation_id: UUID) -> JsonResponse:
    """A picture or a sound from the script, before the message that names it."""
    place(request, conversation_id)
    form = UploadForm(request.POST, request.FILES)
    try:
        name = "sound" if "sound" in request.FILES else "picture"
        kept = _kept(request, conversation_id, form, name)
    except HeartenError as error:
        return refusal_of(error)
    return JsonResponse(queries.told(kept))


def take_up(request: PersonRequest, conversation_id: UUID, form: MessageForm) -> list[UUID]:
    """What the message of a form carries: uploaded before, and now. A picture that is taken stays with
    the form whatever becomes of the words beside it; one that is not puts its error there."""
    uploads = list(form.cleaned_data.get("uploads") or ())
    for name in request.FILES.keys() & _KEPT_BY.keys():
        try:
            uploads.append(_kept(request, conversation_id, form, name).id)
        except Invalid as error:
            for field, message in error.fields.items():
                form.add_error(field, message)
        except HeartenError as error:
            form.add_error(name, error.message)
    return uploads


_KEPT_BY = {"picture": actions.attach_picture, "sound": actions.attach_sound}


def _kept(request: PersonRequest, conversation_id: UUID, form: UploadForm, name: str) -> Attached:
    throttle.count_attaching(request)
    file = request.FILES.get(name)
    # What is said needs no description beside it: that is what the message's words are for.
    words = form.data.get("words", "") if name == "picture" else ""
    return _KEPT_BY[name](
        conversation_id=conversation_id,
        sent=file.read() if file else b"",
        words=words,
        by=request.user,
    )


@signed_in
@require_GET
def look(request: PersonRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponse:
    """One picture, as large as the screen, with the way back and out beside it."""
    here = place(request, conversation_id)
    found = queries.carried_by(conversation_id, attachment_id)
    if found is None or found[1].kind != Kind.PICTURE:
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
    """The picture or sound itself, for whoever may read its message; before it is sent, for its
    author."""
    here = place(request, conversation_id)
    attached = _visible(here, attachment_id)
    found = content_of(attachment_id, size, here.conversation.wrapped_key) if attached else None
    if attached is None or found is None:
        raise Http404
    return serving.as_it_is(attached.kind, found, request)


def _visible(here: Place, attachment_id: UUID) -> Attached | None:
    carried = queries.carried_by(here.conversation.id, attachment_id)
    if carried is not None:
        return carried[1]
    unsent = queries.unsent_in(here.conversation, here.reader.id, [attachment_id])
    return unsent[0] if unsent else None


@signed_in
@require_POST
def shown(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """See what the other sends here at once, or after pressing."""
    place(request, conversation_id)
    actions.show_pictures(
        conversation_id=conversation_id, on=request.POST.get("on") == "on", by=request.user
    )
    return redirect(f"{reverse('conversations:show', args=[conversation_id])}#newest")


def lets_record(response: HttpResponse) -> HttpResponse:
    """The page may ask the reader for their microphone, and play what it recorded before it is sent."""
    vars(response).update(records_voice=True, _csp_update={"media-src": ["blob:"]})
    return response
