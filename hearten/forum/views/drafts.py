"""Words that are kept before they are sent."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import PostForm, ThreadForm
from hearten.forum.models import Space, Thread
from hearten.forum.views.loading import space_of, thread_of
from hearten.foundation.errors import Invalid
from hearten.ui.forms import take_errors

KEEP = "keep"
"""The name of the button that keeps words instead of sending them."""


def kept_words(request: PersonRequest, place: Space | Thread) -> dict[str, Any]:
    """What a form begins with there, and when it was kept; empty where nothing was."""
    kept = queries.draft_of(request.user, place)
    if kept is None:
        return {}
    words = kept.words
    return {
        "title": words.title,
        "text": words.text,
        "looking_for": words.looking_for,
        "about": words.about,
        "notes": words.notes,
        "kept_at": kept.at,
    }


def keep(
    request: PersonRequest, place: Space | Thread, form: PostForm | ThreadForm
) -> HTTPStatus | None:
    """Keep what was typed, whatever it is so far; None: it is kept, else how the form comes back."""
    about = request.POST.get("about", "")
    words = queries.Words(
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        looking_for=request.POST.get("looking_for", ""),
        about=int(about) if about.isascii() and about.isdigit() and len(about) < 10 else None,
        notes=request.POST.getlist("notes"),
    )
    try:
        actions.keep_draft(place=place, words=words, by=request.user)
    except Invalid as error:
        form.full_clean()
        take_errors(form, error)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    messages.success(request, _("Your words are kept. Only you can read them; they wait here."))
    return None


@require_POST
@signed_in
def drop_for_thread(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Throw away what one began to write in a thread."""
    here = thread_of(request, thread_id)
    actions.drop_draft(place=here, by=request.user)
    messages.success(request, _("They are gone."))
    return redirect("forum:thread", here.pk)


@require_POST
@signed_in
def drop_for_space(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Throw away what one began as a new thread."""
    here = space_of(request, space_id)
    actions.drop_draft(place=here, by=request.user)
    messages.success(request, _("They are gone."))
    return redirect("forum:space", here.pk)
