"""Moving a thread to another space, and posts of one into a thread of their own."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import MoveForm, SplitForm
from hearten.forum.views.loading import thread_to_tend
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """To another space, after reading what that does to names."""
    here = thread_to_tend(request, thread_id)
    posted = request.POST if request.method == "POST" else None
    form = MoveForm(posted, spaces=queries.spaces_to_move_to(here))
    if form.is_valid():
        actions.move_thread(thread=here, to=form.cleaned_data["to"], by=request.user)
        messages.success(request, _("It is moved. Its address is the same as before."))
        return redirect("forum:thread", here.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/move.html", {"thread": here, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def split(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Choose posts that become a thread of their own; `from` is the first that can be chosen."""
    here = thread_to_tend(request, thread_id)
    said = request.GET.get("from", "")
    first = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    posts = queries.shown(request.user, queries.posts_to_split(request.user, here, first or 2))
    posted = request.POST if request.method == "POST" else None
    form = SplitForm(posted, posts=posts, first=first)
    if form.is_valid():
        try:
            made = actions.split_thread(thread=here, **form.cleaned_data, by=request.user)
            messages.success(request, _("This is the new thread."))
            return redirect("forum:thread", made.pk)
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"thread": here, "form": form, "posts": posts}
    return render(request, "forum/split.html", context, status=status)
