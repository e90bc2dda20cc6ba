"""Moderators look at what is held, let it be read, say what a post touches, or take it away."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.forum import actions, policies, queries
from hearten.forum.forms import NoteForm
from hearten.forum.models import Post
from hearten.forum.views.loading import thread_of
from hearten.forum.views.threads import address_of
from hearten.foundation.errors import NotPossible

MOST = 50
"""Held posts on the page; the next ones come when these are looked at."""


@require_safe
@with_role(Role.MODERATOR)
def held(request: PersonRequest) -> HttpResponse:
    """What waits for a moderator, the longest held first."""
    posts = queries.held_posts(request.user, request.programme)[:MOST]
    found = [(post, queries.phrases_held(post)) for post in posts]
    return render(request, "forum/held.html", {"posts": found})


@require_POST
@with_role(Role.MODERATOR)
def release(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Let everybody read it."""
    actions.release_post(post=_post(request, thread_id, number), by=request.user)
    messages.success(request, _("Everybody in the space can read it now."))
    return redirect("forum:held")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hold(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Have a moderator look at it first, after reading what that does."""
    post = queries.post_visible_to(request.user, thread_of(request, thread_id), number)
    if post is None or not policies.may_hold(request.user, post) or post.taken_away_at:
        raise Http404
    if request.method != "POST":
        cover = queries.cover_of(request.user, post)
        return render(request, "forum/hold.html", {"post": post, "cover": cover})
    try:
        actions.hold_post(post=post, by=request.user)
        messages.success(request, _("A moderator looks at it. Until then nobody else reads it."))
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect(address_of(request, post))


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MODERATOR)
def note(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Say what it touches, beside what its writer says."""
    post = _post_with_words(request, thread_id, number)
    form = NoteForm(request.POST if request.method == "POST" else None, post=post)
    if form.is_valid():
        actions.note_content(post=post, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. Its writer sees what moderators added."))
        return redirect(address_of(request, post))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"post": post, "form": form, "cover": queries.cover_of(request.user, post)}
    return render(request, "forum/note.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MODERATOR)
def remove(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Take it away, after reading what that does."""
    post = _post_with_words(request, thread_id, number)
    if request.method != "POST":
        cover = queries.cover_of(request.user, post)
        return render(request, "forum/remove.html", {"post": post, "cover": cover})
    actions.take_away_as_moderator(post=post, by=request.user)
    messages.success(
        request, _("It is taken away. Its writer can still read it and sees that you did.")
    )
    return redirect("forum:thread", thread_id)


def _post_with_words(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """As `_post`, of what was not taken away."""
    post = _post(request, thread_id, number)
    if post.taken_away_at is not None:
        raise Http404
    return post


def _post(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """Another person's post; a moderator's own is not theirs to judge."""
    thread = thread_of(request, thread_id)
    post = queries.post_visible_to(request.user, thread, number)
    if post is None or not policies.may_moderate_post(request.user, post):
        raise Http404
    return post
