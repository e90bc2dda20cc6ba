"""What hosts do for their group: what it is, its agreements, roles, its end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, policies, queries
from hearten.groups.actions import GroupWords
from hearten.groups.forms import AgreementsForm, ChangeForm, WordsForm
from hearten.groups.models import Group, SeatState
from hearten.groups.rules import CLOSES_AFTER, QUIET_AFTER, code_in_parts
from hearten.groups.views.loading import hosted, seat_here, somebody_in, status_of
from hearten.ui.forms import take_errors


@require_safe
@signed_in
def handbook(request: PersonRequest) -> HttpResponse:
    """How to host: for everybody, before they decide to."""
    context = {"quiet_days": QUIET_AFTER.days, "closes_days": CLOSES_AFTER.days}
    return render(request, "groups/handbook.html", context)


@require_safe
@signed_in
def host(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """All that hosts can do, in one place."""
    here = hosted(request, group_id)
    seat = queries.seat_in(request.user.pk, here)
    assert seat is not None  # noqa: S101 - they host it
    context = {
        "group": here,
        "seat": seat,
        "people": [one for one in queries.people_here(request.user, here) if not one.own],
        "askings": len(queries.askings_for(request.user, here)),
        "code": code_in_parts(here.code),
        "help": queries.help_open(seat),
    }
    return render(request, "groups/host.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Say anew what the group is."""
    here = hosted(request, group_id)
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, first=here.language, group=here)
    if form.is_valid():
        try:
            words = GroupWords(**form.cleaned_data)
            actions.change_group(group=here, words=words, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("groups:host", group_id)
        except HeartenError as error:
            take_errors(form, error)
    return render(
        request, "groups/change.html", {"group": here, "form": form}, status=status_of(form)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreements(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Write a new version."""
    here = hosted(request, group_id)
    stands = queries.agreements_of(here)
    posted = request.POST if request.method == "POST" else None
    form = AgreementsForm(posted, initial={"text": stands.text})
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.change_agreements(group=here, text=text, by=request.user)
        messages.success(request, _("Saved. Everybody is asked to accept the new words."))
        return redirect("groups:group", group_id)
    context = {"group": here, "form": form}
    return render(request, "groups/change_agreements.html", context, status=status_of(form))


@require_POST
@signed_in
def code(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Another code."""
    actions.draw_new_code(group=hosted(request, group_id), by=request.user)
    messages.success(request, _("Here is a new code. The old one opens nothing any more."))
    return redirect("groups:host", group_id)


@require_POST
@signed_in
def role(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """Make somebody a co-host, or a member again."""
    here = _as_host(request, group_id)
    seat = somebody_in(request, here, seat_id, SeatState.HERE)
    actions.give_role(seat=seat, co_host="co_host" in request.POST, by=request.user)
    messages.success(request, _("Saved. They are told."))
    return redirect("groups:host", group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_over(request: PersonRequest, group_id: UUID, seat_id: UUID) -> HttpResponse:
    """Make somebody else the host, after reading what that means."""
    here = _as_host(request, group_id)
    seat = somebody_in(request, here, seat_id, SeatState.HERE)
    if request.method != "POST":
        return render(request, "groups/hand_over.html", {"group": here, "seat": seat})
    actions.hand_over(seat=seat, by=request.user)
    messages.success(request, _("The group has a new host. Thank you for having been one."))
    return redirect("groups:group", group_id)


@require_POST
@signed_in
def take_over(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Host a group that looks for somebody."""
    seat = seat_here(request, group_id)
    try:
        actions.take_over(group=seat.group, by=request.user)
    except HeartenError as error:
        messages.warning(request, error.message)
        return redirect("groups:group", group_id)
    messages.success(request, _("You are the host now. The handbook says how to begin."))
    return redirect("groups:host", group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Close the group with last words to everybody."""
    here = _as_host(request, group_id)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(
        posted, label=_("Your last words to the group"), seen_by=_("everybody in this group")
    )
    if form.is_valid():
        actions.close_group(group=here, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("The group is closed. Thank you for having held it."))
        return redirect("groups:group", group_id)
    return render(
        request, "groups/close.html", {"group": here, "form": form}, status=status_of(form)
    )


def _as_host(request: PersonRequest, group_id: UUID) -> Group:
    here = hosted(request, group_id)
    if not policies.may_give_roles(request.user, here):
        raise Http404
    return here
