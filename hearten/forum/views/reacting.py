"""Saying something to a post without words."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import ReactionForm
from hearten.forum.models import Post, Said
from hearten.forum.views.loading import anothers_post, name_to_offer
from hearten.forum.views.threads import address_of
from hearten.foundation.errors import HeartenError, Invalid
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def react(request: PersonRequest, thread_id: UUID, number: int) -> HttpResponse:
    """What one can say to another's post without words; said or taken back, one is back at it."""
    post = anothers_post(request, thread_id, number)
    posted = request.POST if request.method == "POST" else None
    form = ReactionForm(posted, offered=name_to_offer(request, post.space))
    if form.is_valid():
        try:
            _say(request, post, form.cleaned_data)
            return redirect(address_of(request, post))
        except Invalid as error:
            take_errors(form, error)
        except HeartenError as error:
            messages.warning(request, str(error.message))
            return redirect(address_of(request, post))
    mine = queries.reactions_to(request.user, [post])[post.pk].mine
    kinds = [(said, said in mine) for said in Said]
    cover = queries.cover_of(request.user, post)
    context = {"post": post, "form": form, "kinds": kinds, "cover": cover}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/react.html", context, status=status)


def _say(request: PersonRequest, post: Post, chosen: dict[str, str]) -> None:
    actions.react(
        post=post,
        said=chosen["on"] or chosen["off"],
        on=bool(chosen["on"]),
        face=chosen.get("face", ""),
        by=request.user,
    )
