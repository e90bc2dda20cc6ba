"""Reading webhooks, their secrets, and what became of what they were told."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.foundation import clock, crypto
from hearten.integrations.models import Telling, Webhook

LOG_MOST = 50
"""Of what a webhook was told, the newest are shown."""


def webhooks_of(programme: Programme) -> QuerySet[Webhook]:
    """The webhooks of a programme, the newest first."""
    return Webhook.objects.filter(programme=programme).order_by("-made_at", "pk")


def log_of(webhook: Webhook) -> QuerySet[Telling]:
    """What it was told last."""
    return Telling.objects.filter(webhook=webhook).order_by("-made_at", "pk")[:LOG_MOST]


def said_of(telling: Telling) -> str:
    """What came of the last attempt, in words; empty before there was one."""
    code = telling.answered
    if not code:
        return ""
    if code.isdecimal():
        return _("The answer was %(status)s") % {"status": code}
    if code in {"not_public", "no_plain_https", "no_address"}:
        return _("The address leads to where nothing is sent")
    if code in {"ReadTimeout", "ConnectTimeout", "too_slow"}:
        return _("There was no answer in time")
    return _("Nobody could be reached there")


def secret_context(webhook: Webhook) -> str:
    """Where its secrets stand."""
    return f"integrations.Webhook.secret:{webhook.pk}"


def secrets_of(webhook: Webhook) -> list[str]:
    """What signs now: the secret, and the one before for a day."""
    sealed = [webhook.sealed_secret]
    if webhook.sealed_old_secret and webhook.old_until and webhook.old_until > clock.now():
        sealed.append(webhook.sealed_old_secret)
    key, context = crypto.unwrap(webhook.wrapped_key), secret_context(webhook)
    return [crypto.unseal(key, one, context=context) for one in sealed]
