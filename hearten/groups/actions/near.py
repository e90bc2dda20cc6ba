"""Telling people of a group that a meeting is near and that it begins: each once, and not any more once
it is over."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.groups import policies, queries
from hearten.groups.actions.places import KEEPER
from hearten.groups.models import Group, Meeting, Seat, SeatState
from hearten.groups.rules import meeting_places
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind

_LOG = logging.getLogger(__name__)


def tell_of_meetings(*, by: Actor) -> int:
    """Tell of every meeting that is near, of every one that begins, and of none that went by; gives of how
    many something was done. Safe to repeat, at the same time too.

    Each is a transaction of its own, with the mark that it was told: whatever kills us in between leaves
    the rest due, and nobody is told twice.
    """
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    done, failed = 0, None
    for due, tell in (
        (queries.went_by, tell_the_end),
        (queries.due_to_start, tell_start),
        (queries.due_to_be_near, _tell_near),
    ):
        for meeting_id in list(due(clock.shared_now()).values_list("pk", flat=True)):
            try:
                done += _take(meeting_id, due, tell)
            except Exception as error:
                _LOG.error("a meeting cannot be told of: %s", type(error).__name__)
                failed = error
    if failed is not None:
        raise failed  # the job fails where an operator sees it; the rows stay due
    return done


@transaction.atomic
def _take(
    meeting_id: UUID, due: "Callable[..., queries.Meetings]", tell: Callable[..., None]
) -> bool:
    """One telling of one meeting; False where it is not due any more, or somebody is at it."""
    rows = due(clock.shared_now()).select_for_update(skip_locked=True, of=("self",))
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        return False
    tell(meeting)
    return True


def _tell_near(meeting: Meeting) -> None:
    near, _begins = meeting_places(meeting.pk)
    meeting.day_told_at = clock.shared_now()
    meeting.save(update_fields=["day_told_at"])
    _note(meeting, near, KEEPER)


def tell_start(meeting: Meeting, *, by: Actor = KEEPER) -> None:
    """It begins: everybody here but `by` is told, once. The meeting's row is held."""
    if meeting.start_told_at is not None:
        return
    near, begins = meeting_places(meeting.pk)
    meeting.start_told_at = clock.shared_now()
    meeting.save(update_fields=["start_told_at"])
    # One word is enough for who has not looked at the first.
    notifications.withdraw_news(places=[near], by=KEEPER)
    _note(meeting, begins, by)


def tell_the_end(meeting: Meeting) -> None:
    """It is over, or taken back: nobody is told of it any more. The meeting's row is held."""
    meeting.ended_at = clock.shared_now()
    meeting.save(update_fields=["ended_at"])
    notifications.withdraw_news(places=meeting_places(meeting.pk), by=KEEPER)


def _note(meeting: Meeting, place: str, by: Actor) -> None:
    here = Seat.objects.filter(group=meeting.group_id, state=SeatState.HERE)
    people = [one for one in here.values_list("account_id", flat=True) if one is not None]
    notifications.note(people=people, kind=NewsKind.MEETING, place=place, by=by)


def note_meetings_seen(*, group: Group, by: Actor) -> None:
    """They looked at when the group meets: nobody tells them of it any more."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can do this."))
    told = Q(day_told_at__isnull=False) | Q(start_told_at__isnull=False)
    for meeting in queries.meetings_of(group).filter(told):
        for place in meeting_places(meeting.pk):
            notifications.note_seen(account_id=by.actor_id, place=place, by=by)
