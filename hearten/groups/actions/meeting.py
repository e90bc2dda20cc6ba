"""Setting when a group meets, and taking that back; that it was opened, and that it is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import policies
from hearten.groups.actions.near import tell_start, tell_the_end
from hearten.groups.actions.places import locked_group, open_group
from hearten.groups.actions.telling import tell_of_meeting
from hearten.groups.models import Group, Meeting
from hearten.groups.rules import AHEAD_MOST, MINUTES_LEAST, MINUTES_MOST, OPENED_AHEAD


@transaction.atomic
def set_meeting(*, group: Group, starts_at: datetime, minutes: int, by: Actor) -> Meeting:
    """The group meets in its room then. Set before for the same moment, it stays as it was set."""
    held = _hosted(group, by)
    now = clock.now()
    if not now <= starts_at <= now + AHEAD_MOST:
        message = _("Please choose a time in the next 60 days.")
        raise Invalid(message, fields={"starts_at": message})
    if not MINUTES_LEAST <= minutes <= MINUTES_MOST:
        limits = {"least": MINUTES_LEAST, "most": MINUTES_MOST}
        message = _("Please choose from %(least)s to %(most)s minutes.") % limits
        raise Invalid(message, fields={"minutes": message})
    meeting, fresh = Meeting.objects.get_or_create(
        group=held, starts_at=starts_at, defaults={"minutes": minutes}
    )
    if fresh:
        audit.record(verb=Verb.GROUP_MEETING_SET, subject=held, by=by, minutes=minutes)
        tell_of_meeting("event.announced", held, meeting, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Actor) -> None:
    """The group does not meet then. Taken back before, nothing changes; begun, it is not possible."""
    held = _hosted(meeting.group, by)
    found = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if found is None:
        return
    if found.begun_at is not None:
        raise NotPossible(_("This meeting has begun."), code="begun")
    tell_the_end(found)
    found.delete()
    audit.record(verb=Verb.GROUP_MEETING_CANCELLED, subject=held, by=by)
    tell_of_meeting("event.cancelled", held, meeting, by=by)


@transaction.atomic
def begin_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """Hosts open a meeting, at the earliest a quarter of an hour before its time, and everybody here is
    told. Open already, nothing changes."""
    held = _hosted(meeting.group, by)
    found = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if found is None or found.ended_at is not None:
        raise NotPossible(_("This meeting is over, or was taken back."), code="over")
    now = clock.shared_now()
    if found.begun_at is not None:
        return found
    if not found.starts_at - OPENED_AHEAD <= now < _planned_end(found):
        raise NotPossible(
            _("It can be opened from 15 minutes before its time until it is over."), code="when"
        )
    found.group, found.begun_at = held, now
    found.save(update_fields=["begun_at"])
    tell_start(found, by=by)
    return found


@transaction.atomic
def end_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """It is over: hosts say so, or the programme where nobody did. Over before, nothing changes."""
    held = locked_group(meeting.group)
    if not (policies.is_the_programme(by) or policies.may_decide(by, held)):
        raise NotAllowed(_("Hosts of the group can change this."))
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.ended_at is None:
        tell_the_end(found)
    return found


def _planned_end(meeting: Meeting) -> datetime:
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def _hosted(group: Group, by: Actor) -> Group:
    held = open_group(group)
    if not policies.may_decide(by, held):
        raise NotAllowed(_("Hosts of the group can change this."))
    return held
