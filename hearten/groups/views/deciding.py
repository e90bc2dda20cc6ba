"""Hosts read who asks to come in, decide, and ask somebody to go."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, policies, queries
from hearten.groups.forms import WordsForm
from hearten.groups.models import SeatState
from hearten.groups.views.loading import hosted, somebody_in, status_of
from hearten.ui.forms import take_errors


@require_safe
@signed_in
def askings(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Who asks, the longest waiting first."""
    here = hosted(request, group_id)
    context = {"group": here, "askings": queries.askings_for(request.user, here)}
    return render(request, "groups/askings.html", context)


@require_POST
@signed_in
def let_in(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """Yes."""
    here = hosted(request, group_id)
    seat = somebody_in(request, here, seat_id, SeatState.ASKED)
    answered = actions.answer_asking(seat=seat, yes=True, by=request.user)
    if answered.state == SeatState.HERE:
        messages.success(request, _("They are in the group now, and are told."))
    else:
        messages.success(request, _("They come in when there is a place for them, and are told."))
    return redirect("groups:askings", group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decline(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """No, with words."""
    here = hosted(request, group_id)
    seat = somebody_in(request, here, seat_id, SeatState.ASKED)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(
        posted,
        label=_("What you write to them"),
        seen_by=_("this person, with the name of the group and not yours"),
        offered=_(
            "Thank you for asking, and for what you wrote. It does not fit in this group just now. That says "
            "nothing about you. I hope you find people who do you good."
        ),
    )
    if form.is_valid():
        words = form.cleaned_data["words"]
        actions.answer_asking(seat=seat, yes=False, words=words, by=request.user)
        messages.success(request, _("They are told, with your words."))
        return redirect("groups:askings", group_id)
    context = {"group": here, "seat": seat, "form": form}
    return render(request, "groups/decline.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """Ask somebody to go, after reading what that does."""
    here = hosted(request, group_id)
    seat = somebody_in(request, here, seat_id, SeatState.HERE)
    if not policies.may_remove(request.user, seat):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(
        posted,
        label=_("What you write to them"),
        seen_by=_("this person, with the name of the group and not yours"),
    )
    if form.is_valid():
        try:
            words = form.cleaned_data["words"]
            actions.remove_person(seat=seat, words=words, by=request.user)
            messages.success(request, _("They are not in the group any more, and are told."))
            return redirect("groups:group", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {"group": here, "seat": seat, "form": form}
    return render(request, "groups/remove.html", context, status=status_of(form))
