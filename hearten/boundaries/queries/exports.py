"""What boundaries keep of a person, for the export of what they own."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.boundaries.models import Answer, Rest, Sign, Tally, Yield
from hearten.boundaries.queries.cards import concerns_of
from hearten.boundaries.rules import UNSEEN, Side
from hearten.boundaries.words import NAMES, SIDES

_UNSEEN = [kind.value for kind in UNSEEN]
TITLE = _("Boundaries and breaks")
EXPORTED = {
    "noticed": Declared(_("What was noticed")),
    "cards": Declared(_("What you were shown")),
    "kind": Declared(_("Kind"), {kind.value: name for kind, name in NAMES.items()}),
    "side": Declared(_("Whose doing"), {side.value: name for side, name in SIDES.items()}),
    "day": Declared(_("Day")),
    "times": Declared(_("Times")),
    "at": Declared(_("When")),
    "answer": Declared(_("Your answer"), dict(Answer.choices)),
    "with_supervisors": Declared(_("With supervisors since")),
    "closed": Declared(_("Closed")),
    "written": Declared(_("How much you wrote")),
    "messages": Declared(_("Messages")),
    "characters": Declared(_("Characters")),
    "seconds": Declared(_("Seconds of talk")),
    "breaks": Declared(_("Your breaks after crisis work")),
    "week": Declared(_("Week from")),
    "until": Declared(_("Until")),
    "called": Declared(_("When you were called from a break")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Kinds, days and counts, the cards they became, and breaks. Not what supervisors noted for each
    other, and nothing that would tell something about somebody else."""
    mine = Q(supporter=account) | Q(pairing__member=account, side=Side.MEMBER.value)
    signs = Sign.objects.filter(mine).exclude(kind__in=_UNSEEN)
    tallies = Tally.objects.filter(account=account)
    rests = Rest.objects.filter(account=account)
    return {
        "noticed": [
            {"day": one.day, "kind": one.kind, "side": one.side, "times": one.count}
            for one in signs.order_by("day", "kind", "id")
        ],
        "cards": [
            {
                "at": one.opened_at,
                "kind": one.kind,
                "side": one.side,
                "answer": one.answer,
                "with_supervisors": one.with_supervisor_at,
                "closed": one.closed_at,
            }
            for one in concerns_of(account).order_by("opened_at", "id")
        ],
        "written": list(
            tallies.order_by("day", "id").values("day", "messages", "characters", "seconds")
        ),
        "breaks": list(rests.order_by("week").values("week", "until")),
        "called": [one.at for one in Yield.objects.filter(account=account).order_by("at")],
    }
