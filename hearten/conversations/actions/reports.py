"""Reporting a message: the one way in which words leave their conversation."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.conversations import policies, queries
from hearten.conversations.models import WORDS, Conversation
from hearten.conversations.rules import SUBJECT, subject_of
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason


@transaction.atomic
def report_message(
    *,
    conversation_id: UUID,
    seq: int,
    reason: ReportReason,
    words: str,
    known_as: str = "",
    by: Actor,
) -> None:
    """Give moderators a copy of one message, its pictures, and `words` about it, and nothing else of the
    conversation: with what it said before it was changed or deleted, as far as that is kept. The
    writer is not told. The same version again changes nothing. `known_as` is their name in a group, whose
    rooms can be reported from too."""
    readable = queries.circles_visible_to(by) if known_as else queries.visible_to(by)
    conversation = readable.filter(id=conversation_id).first()
    line = queries.line_of(conversation.id, seq) if conversation else None
    if conversation is None or line is None:
        raise NotAllowed(_("This conversation is not open to you."))
    if not policies.may_report(by, line) or line.author_id is None:
        raise NotPossible(_("You can report what the other person wrote."))
    versions = queries.versions_of(conversation.id, seq)
    said = [version for version in versions if version.kind in WORDS]
    last = said[-1] if said else line
    safety.report(
        programme=conversation.programme,
        about=line.author_id,
        reason=reason,
        words=words,
        subject_kind=SUBJECT,
        # Of the version: what is changed after a report can be reported again.
        subject_id=subject_of(conversation.id, last.seq),
        evidence=last.text or "",
        history=_history(line, said),
        enclosed=_enclosed(conversation, line),
        known_as=known_as,
        by=by,
    )


def _enclosed(conversation: Conversation, line: queries.Line) -> safety.Enclosed | None:
    if not line.attached:
        return None
    carried = queries.attachment_ids_of(conversation.id, [line.seq])
    return safety.Enclosed(carried, conversation.wrapped_key)


def _history(line: queries.Line, said: Sequence[queries.Line]) -> safety.History | None:
    """Nothing for words that nobody touched."""
    if line.edited_at is None and line.deleted_at is None:
        return None
    earlier = [(version.at, version.text or "") for version in said[:-1]]
    return safety.History(earlier, line.deleted_at)
