"""What groups keep of a person, for the export of what they own: their own seats, and nobody else's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.conversations.queries import own_words_in
from hearten.groups.models import GoneHow, Seat, SeatRole, SeatState
from hearten.groups.queries.helping import help_open
from hearten.groups.queries.sealed import (
    answers_context,
    introduction_context,
    unsealed,
    words_context,
)

TITLE = _("Your groups")
EXPORTED = {
    "groups": Declared(_("Groups")),
    "group": Declared(_("Group")),
    "state": Declared(_("Where you stand"), dict(SeatState.choices)),
    "role": Declared(_("Your role"), dict(SeatRole.choices)),
    "name": Declared(_("Your name there")),
    "asked": Declared(_("Asked")),
    "since": Declared(_("Since")),
    "agreed": Declared(_("Version of the agreements you accepted")),
    "introduction": Declared(_("Your introduction")),
    "answers": Declared(_("Your answers to the joining questions")),
    "gone": Declared(_("How you left"), dict(GoneHow.choices)),
    "words": Declared(_("What the hosts wrote to you")),
    "said": Declared(_("What you said in the room")),
    "help": Declared(_("What you asked of the programme")),
    "at": Declared(_("When")),
    "text": Declared(_("Words")),
    "answer": Declared(_("Answer")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Each of the person's seats, those they left too."""
    seats = Seat.objects.filter(account=account).select_related("group").order_by("asked_at", "pk")
    return {"groups": [_seat(one, account) for one in seats]}


def _seat(seat: Seat, account: Account) -> dict[str, Any]:
    group = seat.group
    return {
        "group": group.name,
        "state": seat.state,
        "role": seat.role,
        "name": seat.name,
        "asked": seat.asked_at,
        "since": seat.came_on,
        "agreed": seat.agreed,
        "introduction": unsealed(group, seat.sealed_introduction, introduction_context(seat)),
        "answers": unsealed(group, seat.sealed_answers, answers_context(seat)),
        "gone": seat.gone_how,
        "words": unsealed(group, seat.sealed_words, words_context(seat)),
        "said": [
            {"at": line.at, "text": line.text or ""}
            for line in own_words_in(group.conversation_id, account.pk)
        ],
        "help": [
            {"at": one.asked.asked_at, "text": one.words, "answer": one.answer}
            for one in help_open(seat)
        ],
    }
