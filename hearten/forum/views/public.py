"""What anybody reads of public spaces. No form, and nothing that depends on who asks."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearten.forum import queries
from hearten.forum.models import Space
from hearten.forum.rules import PAGE, THREADS


@require_safe
def public_spaces(request: HttpRequest) -> HttpResponse:
    """Every public space."""
    spaces = list(queries.spaces_open_to_all())
    answer = render(request, "forum/public_spaces.html", {"spaces": spaces})
    return _for_engines(answer, *spaces)


@require_safe
def public_space(request: HttpRequest, space_id: UUID) -> HttpResponse:
    """The threads of one that are open to all."""
    here = get_object_or_404(queries.spaces_open_to_all(), pk=space_id)
    page = Paginator(queries.threads_of_public_space(here), THREADS).get_page(
        request.GET.get("page")
    )
    answer = render(request, "forum/public_space.html", {"space": here, "page": page})
    return _for_engines(answer, here)


@require_safe
def public_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """A page of a thread that is open to all."""
    found = queries.threads_open_to_all().select_related("listed_in__programme", "opener")
    here = get_object_or_404(found, pk=thread_id)
    pages = Paginator(queries.posts_of_public_thread(here), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "thread": here,
        "space": here.listed_in,
        "page": page,
        "posts": queries.shown_to_all(page),
    }
    answer = render(request, "forum/public_thread.html", context)
    return _for_engines(answer, here.listed_in)


@require_safe
def public_post(request: HttpRequest, thread_id: UUID, number: int) -> HttpResponse:
    """To one post on its page."""
    posts = queries.posts_open_to_all().filter(thread=thread_id, number=number)
    post = get_object_or_404(posts)
    page = queries.page_for_all(post, PAGE)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{reverse('forum:public_thread', args=[thread_id])}{query}#p{number}")


def _for_engines(answer: HttpResponse, *spaces: Space) -> HttpResponse:
    """Search engines keep out unless a manager lets them in, into all that stands there."""
    if not all(one.for_engines for one in spaces):
        answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
