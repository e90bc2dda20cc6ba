"""Reading what was written for danger: after it is committed, never while it is being sent."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.boundaries import actions as boundaries
from hearten.boundaries.rules import Kind, kinds_in
from hearten.conversations import policies, queries
from hearten.conversations.actions.telling import note_news
from hearten.conversations.models import (
    WORDS,
    Conversation,
    ConversationKind,
    MessageKind,
    TriageMark,
)
from hearten.conversations.rules import (
    SUBJECT,
    care_topic_of,
    circle_topic_of,
    subject_of,
    topic_of,
)
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.safety import actions as safety
from hearten.safety import queries as findings
from hearten.triage import rules as triage

_LOG = logging.getLogger(__name__)

AT_ONCE = 200
"""Messages read in one transaction: a long backlog goes in steps, each of them kept."""

_SHOWN_ON = {
    ConversationKind.PAIR.value: care_topic_of,
    ConversationKind.CIRCLE.value: circle_topic_of,
}
"""Where open pages hear that what they show about danger has changed."""

ANSWERS = (MessageKind.TEXT, MessageKind.CLOSING)
"""What turns to the other. A reaction says nothing by itself, and an edit turns to one's own words."""

ANSWER_WITHIN = timedelta(minutes=15)
"""For the other person of the conversation to answer a text of possible risk."""


def read_for_danger(*, conversation_id: UUID, by: Actor) -> int:
    """Read all messages beyond the mark, keep what was found, move the mark. Gives how many were
    read. Killed in between, the next call goes on where the last transaction ended."""
    if not policies.may_read_for_danger(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    read = 0
    while step := _read_step(conversation_id, by):
        read += step
    return read


@transaction.atomic
def _read_step(conversation_id: UUID, by: Actor) -> int:
    conversation = (
        Conversation.objects.select_related("programme").filter(id=conversation_id).first()
    )
    if conversation is None:
        return 0
    TriageMark.objects.bulk_create([TriageMark(conversation=conversation)], ignore_conflicts=True)
    # Two readers of one conversation go one after the other.
    mark = TriageMark.objects.select_for_update().get(conversation=conversation)
    lines = queries.entries_after(conversation_id, mark.seq, AT_ONCE)
    if not lines:
        return 0
    found = _find(conversation, lines, by)
    note_news(conversation, lines, by=by)
    mark.seq = lines[-1].seq
    mark.save(update_fields=["seq"])
    if found and (topic := _SHOWN_ON.get(conversation.kind)):
        live.publish_on_commit(topic(conversation_id), 0)
    return len(lines)


def _find(conversation: Conversation, lines: Sequence[queries.Line], by: Actor) -> bool:
    """Whether anything was found or answered that people of the conversation are shown."""
    place, shown = topic_of(conversation.id), False
    waiting = findings.has_unanswered(place)
    said: list[boundaries.Said] = []
    for line in lines:
        if line.author_id is None or line.text is None or line.kind not in WORDS:
            continue
        if waiting and line.kind in ANSWERS:
            safety.answer_findings(place=place, by_id=line.author_id, at=line.at, by=by)
        verdict = triage.judge(line.text)
        finding = safety.note_finding(
            programme=conversation.programme,
            author_id=line.author_id,
            verdict=verdict,
            text=line.text,
            place=place,
            subject_kind=SUBJECT,
            subject_id=subject_of(conversation.id, line.seq),
            written_at=line.at,
            by=by,
        )
        waiting = waiting or finding is not None
        shown = shown or finding is not None
        said.append(
            boundaries.Said(
                seq=line.seq,
                author_id=line.author_id,
                at=line.at,
                text=line.text,
                verdict=verdict,
                said_before=_kinds_before(conversation.id, line),
            )
        )
    return _find_boundaries(conversation, said, by) or shown


def _find_boundaries(
    conversation: Conversation, said: Sequence[boundaries.Said], by: Actor
) -> bool:
    """The same messages, looked at for the boundaries of the two. Under the same mark, so each once;
    and a fault here never holds up what was found of danger."""
    if conversation.pairing_id is None:
        return False
    place = topic_of(conversation.id)
    try:
        return boundaries.read_talk(
            pairing_id=conversation.pairing_id, place=place, said=said, by=by
        )
    except Exception as error:
        _LOG.error("messages were not looked at for boundaries: %s", type(error).__name__)
        return False


def _kinds_before(conversation_id: UUID, line: queries.Line) -> frozenset[Kind] | None:
    """Of an edit, what was counted of the version before it."""
    if line.kind != MessageKind.EDIT:
        return None
    before = queries.version_before(conversation_id, line)
    try:
        return kinds_in(before, triage.judge(before))
    except Exception as error:
        _LOG.error("an earlier version was not looked at: %s", type(error).__name__)
        return frozenset()


def bring_unanswered(*, by: Actor) -> int:
    """Texts of possible risk that nobody answered in time go to the people on duty. Gives how many
    did. Safe to repeat."""
    if not policies.may_read_for_danger(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    return safety.bring_unanswered(
        subject_kind=SUBJECT, within=ANSWER_WITHIN, text_of=queries.text_of, by=by
    )
