"""A tired host writes to the programme's staff, and staff writes back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.groups import actions, queries
from hearten.groups.forms import WordsForm
from hearten.groups.views.loading import hosted, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tired(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Say that it is too much just now."""
    here = hosted(request, group_id)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(
        posted,
        label=_("What is hard just now?"),
        seen_by=_("supervisors of your programme, or its managers where there is none"),
        offered=_("I am tired and cannot carry this group alone any more."),
    )
    if form.is_valid():
        actions.ask_help(group=here, words=form.cleaned_data["words"], by=request.user)
        messages.success(
            request, _("Somebody of the programme is told, and writes back to you here.")
        )
        return redirect("groups:host", group_id)
    return render(
        request, "groups/tired.html", {"group": here, "form": form}, status=status_of(form)
    )


@require_safe
@with_role(Role.SUPERVISOR, Role.MANAGER)
def waiting(request: PersonRequest) -> HttpResponse:
    """Hosts who wait for an answer, the longest first."""
    context = {"waiting": queries.help_for_staff(request.user, request.programme)}
    return render(request, "groups/help.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.SUPERVISOR, Role.MANAGER)
def answer(request: PersonRequest, asked_id: UUID) -> HttpResponse:
    """Write back to one of them."""
    waiting = queries.help_visible_to(request.user, request.programme)
    asked = get_object_or_404(waiting.select_related("seat__group"), pk=asked_id)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, label=_("Your answer"), seen_by=_("this host"))
    if form.is_valid():
        actions.answer_help(asked=asked, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("They are told, and read your words."))
        return redirect("groups:help")
    found = queries.help_for_staff(request.user, request.programme)
    context = {
        "help": next(one for one in found if one.asked.pk == asked.pk),
        "form": form,
    }
    return render(request, "groups/help_answer.html", context, status=status_of(form))
