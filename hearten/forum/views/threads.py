"""A thread: read, and answered at its end."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.accounts.policies import may_moderate
from hearten.forum import actions, policies, queries
from hearten.forum.forms import PostForm
from hearten.forum.models import Attends, Post, Thread
from hearten.forum.ports import under_first
from hearten.forum.rules import PAGE
from hearten.forum.views.caring import care_of
from hearten.forum.views.drafts import KEEP, keep, kept_words
from hearten.forum.views.loading import as_whom, thread_of
from hearten.foundation.errors import HeartenError, Invalid
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def thread(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """A page of a thread, with the form to write in it. `answer` is the post one answers."""
    here = thread_of(request, thread_id)
    known = as_whom(request, here.space, here.public_since if here.is_open_to_all else None)
    if request.method != "POST":
        initial = kept_words(request, here)
        if "answer" in request.GET or not initial:
            answering = _answered(request, here, request.GET.get("answer"))
            initial["about"] = answering.number if answering else None
        return _page(request, here, PostForm(**known, initial=initial))
    form = PostForm(request.POST, **known)
    if KEEP in request.POST:
        refused = keep(request, here, form)
        return _page(request, here, form, refused) if refused else redirect("forum:thread", here.pk)
    if not form.is_valid():
        return _page(request, here, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        post = actions.write_post(thread=here, **form.cleaned_data, by=request.user)
        return redirect(address_of(request, post))
    except HeartenError as error:
        take_errors(form, error)
        if error.code == "gone":
            form.answer_nobody()
        invalid = isinstance(error, Invalid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT
        return _page(request, here, form, status)


@require_safe
@signed_in
def post(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """To one post on the page where this person finds it."""
    here = thread_of(request, thread_id)
    found = queries.posts_visible_to(request.user).filter(thread=here, number=number).first()
    if found is None:
        raise Http404
    return redirect(address_of(request, found))


def address_of(request: PersonRequest, post: Post) -> str:
    """Where this person finds the post: the page, and the place on it."""
    post = queries.place_of_words(request.user, post)
    page = queries.page_with(request.user, post.thread, post.number)
    query = f"?page={page}" if page > 1 else ""
    return f"{reverse('forum:thread', args=[post.thread_id])}{query}#p{post.number}"


def _page(
    request: PersonRequest, here: Thread, form: PostForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    posts = queries.posts_visible_to(request.user).filter(thread=here)
    pages = Paginator(posts.select_related("face__host", "thread").order_by("number"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    answering = _answered(request, here, form["about"].value())
    attention = queries.attention_of(request.user, here)
    context = {
        "thread": here,
        "space": here.listed_in,
        "page": page,
        "posts": queries.shown(request.user, page),
        "moderates": may_moderate(request.user.id, here.space.programme),
        "attention": attention,
        "first_new": queries.first_new(request.user, attention, posts),
        "hosted": not here.was_moved,
        "split_from": _split_from(request, here),
        "tends": policies.may_tend(request.user, here),
        "slow_until": queries.slow_for(request.user, here),
        "care": care_of(request, here),
        "under": _under(request, here, page),
        "form": form,
        "answering": answering,
        "answering_cover": queries.cover_of(request.user, answering) if answering else None,
    }
    answer = render(request, "forum/thread.html", context, status=status)
    if attention is not None and attention.how == Attends.FOLLOWS and context["posts"]:
        actions.note_seen(thread=here, number=max(one.number for one in page), by=request.user)
    return answer


def _under(request: PersonRequest, here: Thread, page: Iterable[Post]) -> str:
    """What stands under the thread's first post, where it is on this page and there to be read."""
    first = next((one for one in page if one.number == 1 and not one.taken_away_at), None)
    if first is None:
        return ""
    first.thread, first.space = here, here.space
    return under_first(request=request, post=first)


def _split_from(request: PersonRequest, here: Thread) -> Thread | None:
    """The thread its first posts were part of, if that is there for the reader."""
    if here.split_from_id is None:
        return None
    return queries.threads_visible_to(request.user).filter(pk=here.split_from_id).first()


def _answered(request: PersonRequest, here: Thread, number: object) -> Post | None:
    """The post somebody is about to answer, if it is there for them and not left out."""
    said = str(number or "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return None
    posts = queries.posts_visible_to(request.user).filter(thread=here, taken_away_at=None)
    posts = posts.filter(held_at=None).exclude(queries.left_out_for(request.user))
    return posts.select_related("face").filter(number=int(said)).first()
