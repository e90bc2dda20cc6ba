"""What notifications keep of a person, for the export of what they own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.notifications.models import Delivery, DeliveryState, Kind, Way, Words
from hearten.notifications.queries import address_of
from hearten.notifications.rules import Subscription

TITLE = _("Being called")
EXPORTED = {
    "ways": Declared(_("How you can be reached")),
    "kind": Declared(_("Kind"), dict(Kind.choices)),
    "address": Declared(_("Address")),
    "since": Declared(_("Since")),
    "confirmed": Declared(_("Confirmed")),
    "ended": Declared(_("Ended")),
    "calls": Declared(_("When you were called")),
    "words": Declared(_("What was said"), dict(Words.choices)),
    "state": Declared(_("What became of it"), dict(DeliveryState.choices)),
    "at": Declared(_("When")),
    "arrived": Declared(_("Arrived")),
    "answered": Declared(_("Answered")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Where the person can be reached, and when they were called."""
    return {
        "ways": [
            {
                "kind": one.kind,
                "address": _address(one, account),
                "since": one.made_at,
                "confirmed": one.verified_at,
                "ended": one.gone_at,
            }
            for one in Way.objects.filter(account=account)
        ],
        "calls": [
            {
                "at": one.made_at,
                "kind": one.kind,
                "words": one.words,
                "state": one.state,
                "arrived": one.arrived_at,
                "answered": one.answered_at,
            }
            for one in Delivery.objects.filter(account=account).order_by("made_at", "id")
        ],
    }


def _address(way: Way, account: Account) -> str:
    """Of a browser, where its push service listens; nothing of one that is gone, for nothing is kept."""
    if way.gone_at is not None:
        return ""
    address = address_of(way, account)
    return Subscription.of(address).endpoint if way.kind == Kind.PUSH else address
