"""Moderators look at what is held, let it be read, or take it away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.forum import actions, policies, queries
from hearten.forum.models import Post
from hearten.forum.views.loading import thread_of

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
@with_role(Role.MODERATOR)
def remove(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Take it away, after reading what that does."""
    post = _post(request, thread_id, number)
    if post.taken_away_at is not None:
        raise Http404
    if request.method != "POST":
        return render(request, "forum/remove.html", {"post": post})
    actions.take_away_as_moderator(post=post, by=request.user)
    messages.success(
        request, _("It is taken away. Its writer can still read it and sees that you did.")
    )
    return redirect("forum:thread", thread_id)


def _post(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """Another person's post; a moderator's own is not theirs to judge."""
    thread = thread_of(request, thread_id)
    post = queries.post_visible_to(request.user, thread, number)
    if post is None or not policies.may_moderate_post(request.user, post):
        raise Http404
    return post
