"""What is kept of a person's meetings, for the export of what they own: their own, and nobody else's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.cockpit.models import Attendance, HostWords, Note
from hearten.cockpit.queries.notes import read_note
from hearten.cockpit.queries.sealed import host_context, rating_of, takes_of
from hearten.groups.queries import unsealed

TITLE = _("Your meetings")
EXPORTED = {
    "meetings": Declared(_("Meetings")),
    "host_words": Declared(_("What you wrote to other hosts")),
    "notes": Declared(_("Your words to a group after a meeting")),
    "group": Declared(_("Group")),
    "came": Declared(_("Came")),
    "stepped_out": Declared(_("Stepped out")),
    "takes": Declared(_("What you take with you")),
    "rating": Declared(_("How it was for you")),
    "at": Declared(_("When")),
    "text": Declared(_("Words")),
}


def export_of(account: Account) -> dict[str, Any]:
    """At which meetings they were, and what they wrote beside the room."""
    mine = Attendance.objects.filter(seat__account=account).select_related("run__group")
    told = HostWords.objects.filter(seat__account=account).select_related("run__group")
    notes = Note.objects.filter(words_by__account=account).select_related("run__group")
    return {
        "meetings": [_attendance(one) for one in mine.order_by("came_at", "pk")],
        "host_words": [
            {
                "group": one.run.group.name,
                "at": one.at,
                "text": unsealed(one.run.group, one.sealed_text, host_context(one)),
            }
            for one in told.order_by("at", "pk")
        ],
        "notes": [
            {
                "group": one.run.group.name,
                "at": one.confirmed_at,
                "text": read_note(one.run.group, one).words,
            }
            for one in notes.order_by("run__opened_at")
        ],
    }


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "group": row.run.group.name,
        "came": row.came_at,
        "stepped_out": row.stepped_out_at,
        "takes": takes_of(row),
        "rating": rating_of(row.run.group, row),
    }
