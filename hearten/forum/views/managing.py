"""Managers keep the spaces."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.forum import actions, queries
from hearten.forum.forms import PromiseForm, ReadersForm, SpaceForm
from hearten.forum.models import Space
from hearten.foundation.errors import Invalid
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def manage(request: PersonRequest) -> HttpResponse:
    """Every space, open and closed, and what is promised in them."""
    posted = request.POST if request.method == "POST" else None
    form = PromiseForm(posted, stored=queries.settings_of(request.programme))
    if form.is_valid():
        actions.save_promise(programme=request.programme, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("forum:manage")
    context = {"spaces": queries.spaces_for_manager(request.programme), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/manage.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def add(request: PersonRequest) -> HttpResponse:
    """A new space."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def change(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Say anew what a space is."""
    return _edit(request, space_to_manage(request, space_id))


def space_to_manage(request: PersonRequest, space_id: UUID) -> Space:
    """A space of the programme this person manages."""
    return get_object_or_404(queries.spaces_for_manager(request.programme), pk=space_id)


def _edit(request: PersonRequest, space: Space | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = SpaceForm(posted, space=space, first=request.programme.language)
    if form.is_valid():
        try:
            actions.save_space(
                programme=request.programme, space=space, **form.cleaned_data, by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect("forum:manage")
        except Invalid as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/manage_space.html", {"form": form, "space": space}, status=status)


@require_POST
@with_role(Role.MANAGER)
def close(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Nothing new is written there."""
    actions.close_space(space=space_to_manage(request, space_id), by=request.user)
    messages.success(request, _("It is closed. What was written there can still be read."))
    return redirect("forum:manage")


@require_POST
@with_role(Role.MANAGER)
def reopen(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """People write there again."""
    try:
        actions.reopen_space(space=space_to_manage(request, space_id), by=request.user)
        messages.success(request, _("It is open again."))
    except Invalid as error:
        messages.error(request, error.message)
    return redirect("forum:manage")


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def readers(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Who reads a space, after reading what that means."""
    space = space_to_manage(request, space_id)
    form = ReadersForm(request.POST if request.method == "POST" else None, space=space)
    if form.is_valid():
        chosen = form.cleaned_data["readers"]
        if chosen == "members":
            actions.keep_to_members(space=space, by=request.user)
        else:
            actions.open_to_all(space=space, for_engines=chosen == "engines", by=request.user)
        messages.success(request, _("Saved."))
        return redirect("forum:change_space", space.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/readers.html", {"space": space, "form": form}, status=status)
