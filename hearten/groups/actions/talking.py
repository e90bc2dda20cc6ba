"""What is said in the room of a group, and reporting what somebody wrote there or of themselves."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.conversations import actions as conversations
from hearten.conversations.actions import Sent
from hearten.conversations.queries import circle_line
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import policies, queries
from hearten.groups.actions.danger import turned_to
from hearten.groups.actions.places import locked_person
from hearten.groups.models import Group, Seat
from hearten.groups.rules import SUBJECT, subject_of
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason


@transaction.atomic
def say(*, group: Group, text: str, client_id: UUID, by: Actor) -> Sent:
    """Say something to everybody who is here. Sent twice under one id, it is there once."""
    locked_person(by)
    seat = queries.seat_in(by.actor_id, group)
    if seat is None or not policies.is_here(seat):
        raise NotAllowed(_("Only people of this group can do this."))
    if seat.group.closed_at is not None:
        raise NotPossible(_("This group is closed."), code="closed")
    if not policies.may_write(seat):
        raise NotPossible(
            _("The group has new agreements. Please read and accept them, then send your words."),
            code="agreements",
        )
    sent = conversations.send_message(
        conversation_id=seat.group.conversation_id, client_id=client_id, text=text, by=by
    )
    turned_to(group, by)
    return sent


@transaction.atomic
def report_words(*, group: Group, seq: int, reason: ReportReason, words: str, by: Actor) -> None:
    """Give moderators a copy of what somebody said in the room, under their name in the group, and `words`
    about it. The writer is not told. The same again changes nothing."""
    reader = locked_person(by)
    line = circle_line(group.conversation_id, reader, seq)
    if line is None or line.author_id is None:
        raise NotAllowed(_("This is not there for you."))
    conversations.report_message(
        conversation_id=group.conversation_id,
        seq=seq,
        reason=reason,
        words=words,
        known_as=queries.name_for_case(group, line.author_id),
        by=by,
    )


@transaction.atomic
def report_person(*, seat: Seat, reason: ReportReason, words: str, by: Actor) -> None:
    """Give moderators a copy of how somebody introduced themselves, under their name in the group, and
    `words` about it. The person is not told. The same again changes nothing."""
    locked_person(by)
    current = Seat.objects.select_related("group__programme").get(pk=seat.pk)
    if not policies.may_report(by, current) or current.account_id is None:
        raise NotPossible(_("This can’t be reported any more: it is not there for others."))
    safety.report(
        programme=current.group.programme,
        about=current.account_id,
        reason=reason,
        words=words,
        subject_kind=SUBJECT,
        # Of the version: what is changed after a report can be reported again.
        subject_id=subject_of(current.pk, current.written),
        evidence=queries.introduction_of(current),
        known_as=current.name,
        by=by,
    )
