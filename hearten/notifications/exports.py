"""What notifications keep of a person, for the export of what they own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.notifications.models import Delivery, DeliveryState, Kind, Way, Words
from hearten.notifications.queries import address_of

TITLE = _("Being called")
EXPORTED = {
    "ways": Declared(_("How you can be reached")),
    "kind": Declared(_("Kind"), dict(Kind.choices)),
    "address": Declared(_("Address")),
    "since": Declared(_("Since")),
    "confirmed": Declared(_("Confirmed")),
    "calls": Declared(_("When you were called")),
    "words": Declared(_("What was said"), dict(Words.choices)),
    "state": Declared(_("What became of it"), dict(DeliveryState.choices)),
    "at": Declared(_("When")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Where the person can be reached, and when they were called."""
    return {
        "ways": [
            {
                "kind": one.kind,
                "address": address_of(one, account),
                "since": one.made_at,
                "confirmed": one.verified_at,
            }
            for one in Way.objects.filter(account=account)
        ],
        "calls": [
            {"at": one.made_at, "kind": one.kind, "words": one.words, "state": one.state}
            for one in Delivery.objects.filter(account=account).order_by("made_at", "id")
        ],
    }
