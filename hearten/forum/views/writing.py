"""Opening a thread; changing and taking away what one wrote."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import ChangeForm, ThreadForm
from hearten.forum.views.drafts import KEEP, keep, kept_words
from hearten.forum.views.loading import as_whom, own_post, space_of
from hearten.forum.views.threads import address_of
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Open a thread."""
    here = space_of(request, space_id)
    posted = request.POST if request.method == "POST" else None
    initial = {} if posted else kept_words(request, here)
    form = ThreadForm(posted, **as_whom(request, here, here.public_since), initial=initial)
    if posted and KEEP in posted:
        if keep(request, here, form) is None:
            return redirect("forum:start", here.pk)
    elif form.is_valid():
        try:
            thread = actions.start_thread(space=here, **form.cleaned_data, by=request.user)
            return redirect("forum:thread", thread.pk)
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/start.html", {"space": here, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Other words for what one wrote, beside what it said before."""
    post = own_post(request, thread_id, number)
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, post=post)
    if form.is_valid():
        try:
            actions.edit_post(post=post, **form.cleaned_data, by=request.user)
            return redirect(address_of(request, post))
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "post": post,
        "form": form,
        "versions": queries.versions_of(post),
        "phrases": queries.phrases_held(post),
    }
    return render(request, "forum/change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take_away(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """Empty what one wrote, after reading what that does."""
    post = own_post(request, thread_id, number)
    if request.method != "POST":
        return render(request, "forum/take_away.html", {"post": post})
    actions.take_away(post=post, by=request.user)
    messages.success(request, _("Your words are gone."))
    return redirect(address_of(request, post))
