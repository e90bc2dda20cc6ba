"""A person's own settings: the front page of them, blocked people, sessions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts import actions, device_marks, queries
from hearten.accounts.access import PersonRequest, signed_in, signed_in_only
from hearten.accounts.forms import given
from hearten.accounts.forms.fields import take_errors
from hearten.accounts.forms.settings import PreferencesForm
from hearten.accounts.models import Account
from hearten.accounts.sessions import SessionStore
from hearten.foundation.errors import Invalid


@signed_in
def settings(request: PersonRequest) -> HttpResponse:
    """How to be addressed, language and place; the way to everything else."""
    person = request.user
    initial = {name: getattr(person, name) for name in PreferencesForm.base_fields}
    form = PreferencesForm(given(request), initial=initial)
    if form.is_valid():
        try:
            actions.save_settings(account=person, by=person, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("accounts:settings")
        except Invalid as error:
            take_errors(form, error)
    status = 422 if form.errors else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


@signed_in
def blocks(request: PersonRequest) -> HttpResponse:
    """People this person never wants to meet again."""
    return render(request, "accounts/blocks.html", {"blocks": queries.blocks_made(request.user)})


@require_POST
@signed_in
def unblock(request: PersonRequest, account_id: UUID) -> HttpResponse:
    """May meet again."""
    blocked = get_object_or_404(Account, pk=account_id, blocks_received__by=request.user)
    actions.unblock(of=blocked, by=request.user)
    messages.success(request, _("You may be matched with this person again."))
    return redirect("accounts:blocks")


@signed_in_only
def sessions(request: PersonRequest) -> HttpResponse:
    """Where the person is signed in."""
    page = {"sessions": queries.sessions_of(request.user), "this": this_session(request)}
    return render(request, "accounts/sessions.html", page)


@require_POST
@signed_in_only
def end_session(request: PersonRequest, session_id: UUID) -> HttpResponse:
    """Sign one device out."""
    actions.end_session(account=request.user, session_id=session_id, by=request.user)
    if session_id == this_session(request):
        return redirect("accounts:sign_in")
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:sessions")


@require_POST
@signed_in_only
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """Sign every other device out."""
    actions.end_other_sessions(account=request.user, keep=this_session(request), by=request.user)
    messages.success(request, _("All other devices are signed out."))
    response = redirect("accounts:sessions")
    device_marks.give(response, request.user)
    return response


def this_session(request: PersonRequest) -> UUID | None:
    """The public id of the session this request came with."""
    store = request.session
    return store.public_id if isinstance(store, SessionStore) else None
