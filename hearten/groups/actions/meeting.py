"""Setting when a group meets, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.groups import policies
from hearten.groups.actions.places import open_group
from hearten.groups.actions.telling import tell_of_meeting
from hearten.groups.models import Group, Meeting
from hearten.groups.rules import AHEAD_MOST, MINUTES_LEAST, MINUTES_MOST


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
    """The group does not meet then. Taken back before, nothing changes."""
    held = _hosted(meeting.group, by)
    gone, _rows = Meeting.objects.filter(pk=meeting.pk).delete()
    if gone:
        audit.record(verb=Verb.GROUP_MEETING_CANCELLED, subject=held, by=by)
        tell_of_meeting("event.cancelled", held, meeting, by=by)


def _hosted(group: Group, by: Actor) -> Group:
    held = open_group(group)
    if not policies.may_decide(by, held):
        raise NotAllowed(_("Hosts of the group can change this."))
    return held
