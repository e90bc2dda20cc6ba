"""Managers make tokens for programs, and revoke them."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation import clock
from hearten.foundation.errors import HeartenError
from hearten.integrations import actions, queries
from hearten.integrations.forms import TokenForm
from hearten.ui.forms import take_errors


@require_safe
@with_role(Role.MANAGER)
def tokens(request: PersonRequest) -> HttpResponse:
    """Every token there is and was."""
    context = {"tokens": queries.tokens_of(request.programme), "now": clock.now()}
    return render(request, "integrations/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def make(request: PersonRequest) -> HttpResponse:
    """A new one. The answer is the only page that shows its secret."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.make_token(
                programme=request.programme, **form.cleaned_data, by=request.user
            )
            return render(request, "integrations/token_made.html", {"made": made})
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "integrations/make_token.html", {"form": form}, status=status)


@require_POST
@with_role(Role.MANAGER)
def revoke(request: PersonRequest, token_id: UUID) -> HttpResponse:
    """It opens nothing any more."""
    token = get_object_or_404(queries.tokens_of(request.programme), pk=token_id)
    actions.revoke_token(token=token, by=request.user)
    messages.success(request, _("Revoked. It opens nothing any more."))
    return redirect("integrations:tokens")
