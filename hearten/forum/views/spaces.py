"""The spaces of the programme, and the front page of one."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import policies, queries
from hearten.forum.rules import THREADS
from hearten.forum.views.loading import space_of


@require_safe
@signed_in
def spaces(request: PersonRequest) -> HttpResponse:
    """Every space, with how many wait there for an answer."""
    found = list(queries.spaces_with_waiting(request.user, request.programme))
    context = {
        "spaces": [one for one in found if one.closed_at is None],
        "closed": [one for one in found if one.closed_at is not None],
        "held": queries.held_posts(request.user, request.programme).count(),
        "waits_long": queries.told_spaces(request.user, request.programme),
        "keeps": policies.may_keep_spaces(request.user, request.programme),
    }
    return render(request, "forum/spaces.html", context)


@require_safe
@signed_in
def space(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Who waits for an answer first, then what is pinned, then what was last written in."""
    here = space_of(request, space_id)
    threads = Paginator(queries.threads_of_space(request.user, here), THREADS)
    page = threads.get_page(request.GET.get("page"))
    context = {
        "space": here,
        "hours": queries.settings_of(here.programme).promise_hours,
        "kept": queries.kept_in(here),
        "page": page,
        "waiting": [one for one in page if one.waits],
        "pinned": [one for one in page if one.pinned_place and not one.waits],
        "others": [one for one in page if not one.pinned_place and not one.waits],
        "muted": queries.threads_muted(request.user).filter(listed_in=here).count(),
        "left_out": queries.threads_left_out(request.user).filter(listed_in=here).count(),
        "face": queries.face_of(request.user, here),
        "hosts": list(queries.hosts_of(here)),
    }
    return render(request, "forum/space.html", context)
