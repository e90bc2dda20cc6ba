"""Whom one does not want to meet in a space."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.views.loading import anothers_words
from hearten.foundation.errors import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def block(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Not to meet who wrote a post, after reading what that does."""
    post = anothers_words(request, thread_id, number)
    if request.method != "POST":
        return render(request, "forum/block.html", {"post": post, "face": post.face})
    both_ways = request.POST.get("both_ways") == "1"
    try:
        actions.block_face(face=post.face, both_ways=both_ways, by=request.user)
        messages.success(
            request, _("Saved. They are not told, and you can change it on this page.")
        )
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect("forum:blocked")


@require_safe
@signed_in
def blocked(request: PersonRequest) -> HttpResponse:
    """Whom one does not meet, space by space."""
    blocks = queries.face_blocks_of(request.user)
    return render(request, "forum/blocked.html", {"blocks": blocks})


@require_POST
@signed_in
def unblock(request: PersonRequest, face_id: UUID) -> HttpResponse:
    """They may meet there again."""
    made = get_object_or_404(queries.face_blocks_of(request.user), of=face_id)
    actions.unblock_face(face=made.of, by=request.user)
    messages.success(request, _("You find their words in that space again."))
    return redirect("forum:blocked")
