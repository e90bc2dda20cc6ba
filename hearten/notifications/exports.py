"""What notifications keep of a person, for the export of what they own."""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.notifications.models import (
    RHYTHMS,
    Delivery,
    DeliveryState,
    Kind,
    News,
    NewsKind,
    NewsSettings,
    Way,
    Words,
)
from hearten.notifications.queries import address_of
from hearten.notifications.rules import Subscription

TITLE = _("Being told")
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
    "news": Declared(_("For what is new")),
    "chosen": Declared(_("What you want to be told, and when")),
    "talk": Declared(NewsKind.TALK.label, dict(RHYTHMS)),
    "asking": Declared(NewsKind.ASKING.label, dict(RHYTHMS)),
    "community": Declared(NewsKind.COMMUNITY.label, dict(RHYTHMS)),
    "meeting": Declared(NewsKind.MEETING.label, dict(RHYTHMS)),
    "quiet_from": Declared(_("Quiet from")),
    "quiet_to": Declared(_("Quiet until")),
    "digest_at": Declared(_("Hour of what is told once a day or once a week")),
    "digest_day": Declared(_("Day of what is told once a week"), dict(WEEKDAYS)),
    "says_what": Declared(_("Says how much of what is new")),
    "waiting": Declared(_("New, and not looked at")),
    "what": Declared(_("What"), dict(NewsKind.choices)),
    "place": Declared(_("Where")),
    "due": Declared(_("To be told")),
    "told": Declared(_("Told")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Where the person can be reached, when they were called, and of what they want to be told."""
    return {
        "ways": [
            {
                "kind": one.kind,
                "address": _address(one, account),
                "since": one.made_at,
                "confirmed": one.verified_at,
                "ended": one.gone_at,
                "news": one.brings_news,
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
        "chosen": [
            {name: getattr(one, name) for name in _CHOSEN}
            for one in NewsSettings.objects.filter(account=account)
        ],
        "waiting": [
            {
                "what": one.kind,
                "place": one.place,
                "at": one.noted_at,
                "due": one.due_at,
                "told": one.told_at,
            }
            for one in News.objects.filter(account=account).order_by("noted_at", "id")
        ],
    }


_CHOSEN = (
    "talk",
    "asking",
    "community",
    "meeting",
    "quiet_from",
    "quiet_to",
    "digest_at",
    "digest_day",
    "says_what",
)


def _address(way: Way, account: Account) -> str:
    """Of a browser, where its push service listens; nothing of one that is gone, for nothing is kept."""
    if way.gone_at is not None:
        return ""
    address = address_of(way, account)
    return Subscription.of(address).endpoint if way.kind == Kind.PUSH else address
