"""Asking, voting, closing, and what stands under the first post of a thread."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import queries as forum
from hearten.foundation.errors import HeartenError
from hearten.polls import actions, policies, queries
from hearten.polls.forms import PollForm, VoteForm
from hearten.polls.models import Poll
from hearten.ui.forms import take_errors

BACK = "back"
"""The button that takes one's vote back."""


def under_first(*, request: PersonRequest, post: Any) -> str:
    """The poll under a post, as this reader finds it, or the way to ask one. For forum.ports."""
    poll = queries.poll_of(post)
    if poll is None:
        asks = _may_ask_now(request, post)
        return render_to_string("polls/ask.html", {"post": post}) if asks else ""
    return render_to_string("polls/under.html", _facts(request, post, poll))


def _facts(request: PersonRequest, post: Any, poll: Poll) -> dict[str, Any]:
    return {
        "post": post,
        "poll": poll,
        "shown": queries.shown(request.user, poll),
        "space": post.thread.listed_in,
        "votes": policies.may_vote(request.user, post) and not _is_shut(post, poll),
        "closes": policies.may_close(request.user, post) and not poll.is_closed,
        "named": forum.face_of(request.user, post.space) is not None,
        "csrf_token": get_token(request),
    }


def _is_shut(post: Any, poll: Poll) -> bool:
    return poll.is_closed or post.held_at is not None or post.thread.listed_in.closed_at is not None


def _may_ask_now(request: PersonRequest, post: Any) -> bool:
    there = post.held_at is None and post.thread.locked_at is None
    return there and not post.thread.listed_in.closed_at and policies.may_ask(request.user, post)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Ask everybody something under one's own first post."""
    post = queries.first_post(request.user, thread_id)
    if post is None or not policies.may_ask(request.user, post):
        raise Http404
    form = PollForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.start_poll(post=post, **form.cleaned_data, by=request.user)
            return redirect("forum:post", thread_id, 1)
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "polls/start.html", {"post": post, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def poll(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Choose, choose anew, or take one's vote back."""
    post, here = _poll_here(request, thread_id)
    facts = _facts(request, post, here)
    offered = "" if facts["named"] else forum.name_to_offer(post.space)
    posted = request.POST if request.method == "POST" else None
    form = VoteForm(posted, shown=facts["shown"], offered=offered)
    if posted and BACK in posted:
        return _voted(request, here, places=[])
    if form.is_valid():
        try:
            return _voted(request, here, **form.cleaned_data)
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "polls/poll.html", facts | {"form": form}, status=status)


def _voted(request: PersonRequest, here: Poll, **chosen: Any) -> HttpResponse:
    actions.vote(poll=here, **chosen, by=request.user)
    messages.success(
        request, _("Your vote counts.") if chosen["places"] else _("It is taken back.")
    )
    return redirect("forum:post", here.post.thread_id, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Close it, after reading what that does."""
    post, here = _poll_here(request, thread_id)
    if not policies.may_close(request.user, post):
        raise Http404
    if request.method != "POST":
        return render(request, "polls/close.html", {"post": post, "poll": here})
    actions.close_poll(poll=here, by=request.user)
    messages.success(request, _("It is closed. Everybody reads how many chose what."))
    return redirect("forum:post", thread_id, 1)


def _poll_here(request: PersonRequest, thread_id: UUID) -> tuple[Any, Poll]:
    post = queries.first_post(request.user, thread_id)
    here = queries.poll_of(post) if post is not None else None
    if here is None:
        raise Http404
    here.post = post
    return post, here
