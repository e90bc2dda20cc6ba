"""What a person keeps for themselves: threads they follow, threads in no list, bookmarks."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.models import Attends
from hearten.forum.views.loading import thread_of
from hearten.forum.views.threads import address_of
from hearten.foundation.errors import HeartenError

MOST = 25
"""Threads or bookmarks on a page."""


@require_safe
@signed_in
def yours(request: PersonRequest) -> HttpResponse:
    """The threads one follows, what is new in them, and those in no list."""
    followed = Paginator(queries.threads_followed(request.user), MOST)
    context = {
        "page": followed.get_page(request.GET.get("page")),
        "muted": queries.threads_muted(request.user).select_related("listed_in"),
        "drafts": queries.drafts_of(request.user),
        "follows_own": queries.reading_of(request.user).follows_own,
    }
    return render(request, "forum/yours.html", context)


@require_POST
@signed_in
def follow_written(request: PersonRequest) -> HttpResponse:
    """Whether one follows what one writes in."""
    actions.follow_what_one_writes(on=request.POST.get("on") == "1", by=request.user)
    messages.success(request, _("Saved."))
    return redirect("forum:yours")


@require_POST
@signed_in
def attend(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Follow it, follow it no more, or have it in no list."""
    here, how = thread_of(request, thread_id), request.POST.get("how", "")
    try:
        actions.attend(thread=here, how=how, by=request.user)
    except HeartenError as error:
        messages.warning(request, str(error.message))
        return redirect("forum:thread", here.pk)
    messages.success(request, _said(how))
    return redirect("forum:thread", here.pk)


def _said(how: str) -> str:
    if how == Attends.FOLLOWS:
        return _("You follow it now: what is new in it stands under “Threads you follow”.")
    if how == Attends.LEFT:
        return _("You follow it no more. Writing in it does not change that.")
    if how == Attends.MUTED:
        return _("It is in no list for you any more. You find it under “Threads you follow”.")
    return _("It is in your lists again.")


@require_safe
@signed_in
def new(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """To the first post one has not seen, in a thread one follows; else to its beginning."""
    here = thread_of(request, thread_id)
    posts = queries.posts_visible_to(request.user).filter(thread=here)
    attention = queries.attention_of(request.user, here)
    first = queries.first_new(request.user, attention, posts)
    if first is None:
        return redirect("forum:thread", here.pk)
    return redirect(address_of(request, first).replace(f"#p{first.number}", "#new"))


@require_POST
@signed_in
def bookmark(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Keep a post, or keep it no more; one is back at it."""
    post = queries.post_visible_to(request.user, thread_of(request, thread_id), number)
    if post is None:
        raise Http404
    on = request.POST.get("on") == "1"
    try:
        actions.bookmark(post=post, on=on, by=request.user)
        words = _("It is among your bookmarks. Only you see them.")
        messages.success(request, words if on else _("The bookmark is gone."))
    except HeartenError as error:
        messages.warning(request, str(error.message))
    if request.POST.get("back") == "bookmarks":
        return redirect("forum:bookmarks")
    return redirect(address_of(request, post))


@require_safe
@signed_in
def bookmarks(request: PersonRequest) -> HttpResponse:
    """The posts one keeps, the last kept first."""
    kept = Paginator(queries.posts_bookmarked(request.user), MOST)
    page = kept.get_page(request.GET.get("page"))
    context = {"page": page, "posts": queries.shown(request.user, page)}
    return render(request, "forum/bookmarks.html", context)
