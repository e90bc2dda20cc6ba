"""What pages of the forum begin with: what this person can see, or it is not there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hearten.accounts.access import PersonRequest
from hearten.forum import policies, queries
from hearten.forum.models import Post, Space, Thread


def space_of(request: PersonRequest, space_id: UUID) -> Space:
    """The space."""
    found = queries.spaces_visible_to(request.user).select_related("programme")
    return get_object_or_404(found, pk=space_id)


def thread_of(request: PersonRequest, thread_id: UUID) -> Thread:
    """The thread with its space and its opener's face."""
    found = queries.threads_visible_to(request.user)
    return get_object_or_404(
        found.select_related("space__programme", "listed_in", "opener"), pk=thread_id
    )


def thread_to_tend(request: PersonRequest, thread_id: UUID) -> Thread:
    """A thread that this person looks after."""
    thread = thread_of(request, thread_id)
    if not policies.may_tend(request.user, thread):
        raise Http404
    return thread


def own_post(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """The reader's own post."""
    post = queries.own_post(request.user, thread_of(request, thread_id), number)
    if post is None:
        raise Http404
    return post


def anothers_post(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """Another person's open post that this person may and wants to read, to react to or to report."""
    post = queries.post_visible_to(request.user, thread_of(request, thread_id), number)
    if post is None or not policies.may_report(request.user, post):
        raise Http404
    if queries.cover_of(request.user, post).left_out:
        raise Http404
    return post


def anothers_words(request: PersonRequest, thread_id: UUID, number: int) -> Post:
    """Another person's post that this person finds, whatever became of its words."""
    post = queries.post_visible_to(request.user, thread_of(request, thread_id), number)
    if post is None or post.face.account_id in (None, request.user.pk):
        raise Http404
    return post


def as_whom(request: PersonRequest, space: Space, since: datetime | None) -> dict[str, Any]:
    """How a form to write there begins: a name for who has none in the space, whether everybody reads it
    (`since` is the instant of which they are to know it), and whether they were asked about that."""
    face = queries.face_of(request.user, space)
    return {
        "offered": "" if face else queries.name_to_offer(space),
        "public": since is not None,
        "asked": face is not None and face.knows_public == since,
    }


def name_to_offer(request: PersonRequest, space: Space) -> str:
    """A name for somebody who has none in the space yet; empty for who has."""
    return "" if queries.face_of(request.user, space) else queries.name_to_offer(space)
