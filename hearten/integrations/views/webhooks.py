"""Managers register webhooks, and see what became of what they were told."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import HeartenError, NotPossible
from hearten.integrations import actions, queries
from hearten.integrations.forms import WebhookForm
from hearten.integrations.models import Happening, Telling, Webhook
from hearten.ui.forms import take_errors


@require_safe
@with_role(Role.MANAGER)
def webhooks(request: PersonRequest) -> HttpResponse:
    """Every webhook of the programme."""
    context = {"webhooks": queries.webhooks_of(request.programme)}
    return render(request, "integrations/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def register(request: PersonRequest) -> HttpResponse:
    """A new one. The answer is the only page that shows its secret."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signed = actions.register_webhook(
                programme=request.programme, **form.cleaned_data, by=request.user
            )
            return render(request, "integrations/webhook_secret.html", {"signed": signed})
        except HeartenError as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "integrations/register_webhook.html", {"form": form}, status=status)


@require_safe
@with_role(Role.MANAGER)
def webhook(request: PersonRequest, webhook_id: UUID) -> HttpResponse:
    """What it is told, and what became of it."""
    here = _webhook(request, webhook_id)
    context = {
        "webhook": here,
        "kinds": [Happening(one).label for one in here.kinds],
        "log": [(one, queries.said_of(one)) for one in queries.log_of(here)],
    }
    return render(request, "integrations/webhook.html", context)


@require_POST
@with_role(Role.MANAGER)
def test(request: PersonRequest, webhook_id: UUID) -> HttpResponse:
    """Try whether it arrives."""
    here = _webhook(request, webhook_id)
    return _done(request, here, lambda: actions.send_test(webhook=here, by=request.user))


@require_POST
@with_role(Role.MANAGER)
def again(request: PersonRequest, webhook_id: UUID, telling_id: UUID) -> HttpResponse:
    """Send one once more."""
    here = _webhook(request, webhook_id)
    telling = get_object_or_404(Telling.objects.filter(webhook=here), pk=telling_id)
    return _done(request, here, lambda: actions.send_again(telling=telling, by=request.user))


@require_POST
@with_role(Role.MANAGER)
def switch(request: PersonRequest, webhook_id: UUID) -> HttpResponse:
    """Tell it nothing for now, or again."""
    here = _webhook(request, webhook_id)
    on = request.POST.get("on") == "1"
    actions.switch_webhook(webhook=here, on=on, by=request.user)
    messages.success(request, _("It is on.") if on else _("It is off and is told nothing."))
    return redirect("integrations:webhook", here.pk)


@require_POST
@with_role(Role.MANAGER)
def rotate(request: PersonRequest, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    here = _webhook(request, webhook_id)
    signed = actions.rotate_secret(webhook=here, by=request.user)
    return render(request, "integrations/webhook_secret.html", {"signed": signed, "rotated": True})


@require_POST
@with_role(Role.MANAGER)
def remove(request: PersonRequest, webhook_id: UUID) -> HttpResponse:
    """It is gone, with its log."""
    actions.remove_webhook(webhook=_webhook(request, webhook_id), by=request.user)
    messages.success(request, _("Removed. It is told nothing any more."))
    return redirect("integrations:webhooks")


def _webhook(request: PersonRequest, webhook_id: UUID) -> Webhook:
    return get_object_or_404(queries.webhooks_of(request.programme), pk=webhook_id)


def _done(request: PersonRequest, here: Webhook, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("It is on its way. Reload the page to see whether it arrived."))
    except NotPossible as error:
        messages.warning(request, error.message)
    return redirect("integrations:webhook", here.pk)
