"""Reporting a message: the one way in which words leave their conversation."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.conversations import policies, queries
from hearten.conversations.rules import SUBJECT, subject_of
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason


@transaction.atomic
def report_message(
    *, conversation_id: UUID, seq: int, reason: ReportReason, words: str, by: Actor
) -> None:
    """Give moderators a copy of one message and `words` about it, and nothing else of the
    conversation. The writer is not told. The same message again changes nothing."""
    conversation = queries.visible_to(by).filter(id=conversation_id).first()
    line = queries.line_of(conversation.id, seq) if conversation else None
    if conversation is None or line is None:
        raise NotAllowed(_("This conversation is not open to you."))
    if not policies.may_report(by, line) or line.author_id is None:
        raise NotPossible(_("You can report what the other person wrote."))
    safety.report(
        programme=conversation.programme,
        about=line.author_id,
        reason=reason,
        words=words,
        subject_kind=SUBJECT,
        subject_id=subject_of(conversation.id, seq),
        evidence=line.text or "",
        by=by,
    )
