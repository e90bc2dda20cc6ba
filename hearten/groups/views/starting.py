"""Starting a group, in three steps: how its meetings go, what it is, how people treat each other."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, queries
from hearten.groups.actions import GroupWords
from hearten.groups.formats import FORMATS, first_agreements, words_of
from hearten.groups.forms import GroupForm, StartForm
from hearten.groups.models import Entry, Format
from hearten.ui.forms import take_errors

ABOUT = ("name", "purpose", "language", "entry", "size_limit")
"""What the second step asks, and the third carries along."""


@require_safe
@with_role(Role.MEMBER, Role.SUPPORTER)
def formats(request: PersonRequest) -> HttpResponse:
    """The formats to choose from."""
    return render(request, "groups/formats.html", {"formats": FORMATS, "steps": _steps()})


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MEMBER, Role.SUPPORTER)
def start(request: PersonRequest, format: str) -> HttpResponse:
    """What the group is, then its agreements and its host. Nothing is kept here in between: the last step
    carries along what the one before it said."""
    if format not in Format.values:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    about = GroupForm(posted, first=_first(request))
    if posted is None or "back" in posted or not about.is_valid():
        status = HTTPStatus.OK
        if posted is not None and "back" not in posted:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _about(request, format, about, status)
    asks = about.cleaned_data["entry"] == Entry.REQUEST
    typed = posted if "finish" in posted else None
    finish = StartForm(typed, asks=asks, given=_given(posted, format, about))
    if not finish.is_valid():
        return _finish(request, format, about, finish)
    try:
        return _started(request, format, about, finish)
    except HeartenError as error:
        take_errors(finish, error)
        return _finish(request, format, about, finish)


def _started(
    request: PersonRequest, format: str, about: GroupForm, finish: StartForm
) -> HttpResponse:
    said, own = about.cleaned_data, finish.cleaned_data
    group = actions.start_group(
        programme=request.programme,
        group_id=own["group_id"],
        format=format,
        words=GroupWords(**said, questions=own.get("questions", ())),
        agreements=own["agreements"],
        called=own["called"],
        introduction=own["introduction"],
        by=request.user,
    )
    return redirect("groups:group", group.pk)


def _given(posted: Any, format: str, about: GroupForm) -> dict[str, Any]:
    """What the last step begins with: what was typed there before, else agreements in the group's language
    and a name."""
    if "group_id" in posted:
        names = ("group_id", "agreements", "questions", "called", "introduction")
        return {name: posted[name] for name in names if name in posted}
    language = about.cleaned_data["language"]
    agreements = first_agreements(format, language)
    return {"agreements": agreements, "called": queries.name_to_offer(language)}


def _first(request: PersonRequest) -> str:
    return request.user.language or request.programme.language


def _about(
    request: PersonRequest, format: str, about: GroupForm, status: HTTPStatus
) -> HttpResponse:
    context = {
        "form": about,
        "format": words_of(format),
        "steps": _steps(),
        "typed": _typed(request),
    }
    return render(request, "groups/start_about.html", context, status=status)


def _typed(request: PersonRequest) -> dict[str, str]:
    """What was typed in the last step, carried along by who goes back."""
    names = ("group_id", "agreements", "questions", "called", "introduction")
    return {name: request.POST[name] for name in names if name in request.POST}


def _finish(
    request: PersonRequest, format: str, about: GroupForm, finish: StartForm
) -> HttpResponse:
    context = {
        "form": finish,
        "about": [about[name] for name in ABOUT],
        "format": words_of(format),
        "steps": _steps(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if finish.errors else HTTPStatus.OK
    return render(request, "groups/start_finish.html", context, status=status)


def _steps() -> list[str]:
    return [_("How you meet"), _("What it is"), _("How you treat each other")]
