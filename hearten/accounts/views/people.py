"""People, as managers see them: pseudonym, roles, when they joined, and nothing else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import actions, queries
from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.forms.managing import RestoreForm, RoleForm, SuspendForm
from hearten.accounts.models import Account, RestoreReason, Role, SuspendReason
from hearten.foundation.errors import NotPossible

of_managers = with_role(Role.MANAGER)


@of_managers
def people(request: PersonRequest) -> HttpResponse:
    """Everybody in the programme by pseudonym, a page at a time."""
    search = request.GET.get("q", "").strip()
    part = queries.people_part(
        request.programme,
        search=search,
        after=_uuid(request.GET.get("after", "")),
        before=_uuid(request.GET.get("before", "")),
    )
    return render(request, "accounts/people.html", {"part": part, "search": search})


@of_managers
def person(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """One person: roles and standing."""
    who = _visible(request, account_id)
    actions.note_person_read(account=who, by=request.user)
    held = queries.memberships_of(who, request.programme)
    roles = frozenset(Role(one.role) for one in held)
    page = {
        "person": who,
        "held": held,
        "supported": queries.supported_by(who, request.programme),
        "role_form": RoleForm(held=roles),
        "suspend_form": SuspendForm(),
        "restore_form": RestoreForm(),
        "is_self": who == request.user,
    }
    return render(request, "accounts/person.html", page)


@require_POST
@of_managers
def give_role(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """Give a role."""
    who = _visible(request, account_id)
    form = RoleForm(request.POST, held=frozenset())
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        actions.give_role(account=who, programme=request.programme, role=role, by=request.user)
        messages.success(request, _("The role is given."))
    return redirect("accounts:person", who.id)


@require_POST
@of_managers
def end_role(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """End a role."""
    who = _visible(request, account_id)
    form = RoleForm(request.POST, held=frozenset())
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            actions.end_role(account=who, programme=request.programme, role=role, by=request.user)
            messages.success(request, _("The role is ended."))
        except NotPossible as error:
            messages.error(request, error.message)
    return redirect("accounts:person", who.id)


@require_POST
@of_managers
def suspend(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """Stop a person's access at once."""
    who = _visible(request, account_id)
    form = SuspendForm(request.POST)
    try:
        if form.is_valid():
            reason = SuspendReason(form.cleaned_data["reason"])
            actions.suspend(account=who, reason=reason, by=request.user)
            messages.success(request, _("The account is suspended and signed out everywhere."))
        else:
            messages.error(request, _("Please choose a reason."))
    except NotPossible as error:
        messages.error(request, error.message)
    return redirect("accounts:person", who.id)


@require_POST
@of_managers
def restore(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """Let a person back in."""
    who = _visible(request, account_id)
    form = RestoreForm(request.POST)
    if form.is_valid():
        reason = RestoreReason(form.cleaned_data["reason"])
        actions.restore(account=who, reason=reason, by=request.user)
        messages.success(request, _("The person can sign in again."))
    else:
        messages.error(request, _("Please choose a reason."))
    return redirect("accounts:person", who.id)


def _visible(request: PersonRequest, account_id: UUID) -> Account:
    return get_object_or_404(queries.people_of(request.programme), pk=account_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
