"""What is kept of a supporter's work, for the export of what they own. Never a word of anybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.boundaries.models import Answer, Concern, Rest, Sign, Tally, Yield
from hearten.boundaries.rules import UNSEEN
from hearten.boundaries.words import OWN

TITLE = _("Your work as a supporter")
EXPORTED = {
    "concerns": Declared(_("What you were told")),
    "kind": Declared(_("What it is about"), {kind.value: said.title for kind, said in OWN.items()}),
    "since": Declared(_("Since")),
    "answer": Declared(_("Your answer"), dict(Answer.choices)),
    "closed": Declared(_("Closed")),
    "signs": Declared(_("What was noticed, by day")),
    "day": Declared(_("Day")),
    "count": Declared(_("How often")),
    "talks": Declared(_("How much you wrote, by day")),
    "messages": Declared(_("Messages")),
    "characters": Declared(_("Characters")),
    "seconds": Declared(_("Seconds of talking")),
    "rests": Declared(_("Weeks in which you carried much")),
    "week": Declared(_("Week")),
    "until": Declared(_("Rest until")),
    "calls_in_rest": Declared(_("When you were called although you rested")),
    "at": Declared(_("When")),
}


def export_of(account: Account) -> dict[str, Any]:
    """What the person was told or could be told, and their own counts. What would tell them something
    about somebody else is not theirs."""
    hidden = [kind.value for kind in UNSEEN]
    concerns = Concern.objects.filter(supporter=account).exclude(kind__in=hidden)
    signs = Sign.objects.filter(supporter=account).exclude(kind__in=hidden)
    talks = Tally.objects.filter(account=account).order_by("day", "pairing")
    rests = Rest.objects.filter(account=account).order_by("week", "programme")
    yields = Yield.objects.filter(account=account).order_by("at", "id")
    return {
        "concerns": [
            {
                "kind": one.kind,
                "since": one.opened_at,
                "answer": one.answer,
                "closed": one.closed_at,
            }
            for one in concerns.order_by("opened_at", "id")
        ],
        "signs": [
            {"kind": one.kind, "day": one.day, "count": one.count}
            for one in signs.order_by("day", "id")
        ],
        "talks": [
            {
                "day": one.day,
                "messages": one.messages,
                "characters": one.characters,
                "seconds": one.seconds,
            }
            for one in talks
        ],
        "rests": [{"week": one.week, "until": one.until} for one in rests],
        "calls_in_rest": [{"at": one.at} for one in yields],
    }
