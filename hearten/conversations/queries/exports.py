"""A person's conversations, for the export of what they own: what they said, and what was said to
them there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared, Enclosed
from hearten.attachments.queries import WHOLE, Attached, Kind, content_of
from hearten.conversations.models import (
    WORDS,
    Conversation,
    ConversationKind,
    Participant,
    Reaction,
)
from hearten.conversations.queries.changes import versions_of
from hearten.conversations.queries.lines import lines_before
from hearten.conversations.queries.people import people_of
from hearten.conversations.queries.reading import shows_read
from hearten.conversations.queries.rows import Line

TITLE = _("Your conversations")
EXPORTED = {
    "conversations": Declared(_("Your conversations")),
    "shows_read": Declared(_("Show how far you have read")),
    "kind": Declared(_("Kind"), dict(ConversationKind.choices)),
    "with": Declared(_("With")),
    "opened": Declared(_("Opened")),
    "ended": Declared(_("Ended")),
    "messages": Declared(_("Messages")),
    "number": Declared(_("Number")),
    "answers": Declared(_("Answers number")),
    "at": Declared(_("When")),
    "changed": Declared(_("Changed")),
    "deleted": Declared(_("Deleted")),
    "versions": Declared(_("What it said, as far as it is kept")),
    "reactions": Declared(_("Reactions"), dict(Reaction.choices)),
    "from": Declared(_("From")),
    "text": Declared(_("Words")),
    "attachments": Declared(_("Pictures and audio notes")),
    "what": Declared(_("Kind"), dict(Kind.choices)),
    "file": Declared(_("File")),
    "on_it": Declared(_("What is on it")),
}
_AT_ONCE = 1000


def export_of(account: Account) -> dict[str, Any]:
    """Every conversation the person is in, the ended ones too, with all that was said in it. What they
    said in the room of a group is given with the group."""
    seats = Participant.objects.filter(account=account, left_at__isnull=True)
    found = Conversation.objects.filter(pk__in=seats.values("conversation"))
    found = found.exclude(kind=ConversationKind.CIRCLE).order_by("opened_at")
    return {
        "shows_read": shows_read(account.pk),
        "conversations": [_conversation(account, one) for one in found],
    }


def _conversation(account: Account, conversation: Conversation) -> dict[str, Any]:
    names = {one.pk: one.pseudonym for one in people_of(conversation).values()}
    return {
        "kind": conversation.kind,
        "with": [name for pk, name in names.items() if pk != account.pk and name],
        "opened": conversation.opened_at,
        "ended": conversation.ended_at,
        "messages": [
            {
                "number": line.seq,
                "answers": line.about,
                "at": line.at,
                "changed": line.edited_at,
                "deleted": line.deleted_at,
                "versions": _versions(account, conversation, line),
                "reactions": list(line.reactions),
                "from": names.get(line.author_id, "") if line.author_id else "",
                "text": line.notice or line.text or "",
                "attachments": [
                    _attachment(account, conversation, line, one) for one in line.attachments
                ],
            }
            for line in _lines(conversation)
        ],
    }


def _attachment(
    account: Account, conversation: Conversation, line: Line, attached: Attached
) -> dict[str, Any]:
    """One's own as a file. What the other showed stays in the talk, and only that it was there leaves
    it."""
    name = (
        f"sounds/{attached.id}.m4a"
        if attached.kind == Kind.SOUND
        else f"pictures/{attached.id}.webp"
    )
    file = Enclosed(
        name,
        lambda: content_of(attached.id, WHOLE, conversation.wrapped_key) or b"",
    )
    own = line.author_id == account.pk
    return {"what": attached.kind, "file": file if own else None, "on_it": attached.words}


def _versions(account: Account, conversation: Conversation, line: Line) -> list[dict[str, Any]]:
    """Of their own words alone: what the other replaced or deleted is not there for them."""
    if line.author_id != account.pk or not (line.edited_at or line.deleted_at):
        return []
    rows = versions_of(conversation.pk, line.seq)
    return [{"at": row.at, "text": row.text} for row in rows if row.kind in WORDS]


def _lines(conversation: Conversation) -> list[Line]:
    lines: list[Line] = []
    while some := lines_before(conversation.pk, lines[0].seq if lines else None, _AT_ONCE):
        lines[:0] = some
    return lines
