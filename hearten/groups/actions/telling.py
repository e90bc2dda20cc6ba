"""Whoever listens from outside is told of groups that stand in the list, never of people."""

from hearten.foundation import public
from hearten.foundation.actors import Actor
from hearten.foundation.ids import new_id
from hearten.groups.models import Entry, Group, Meeting


def is_listed(group: Group) -> bool:
    """Whether it stands in the list. As queries.LISTED."""
    return group.closed_at is None and group.entry != Entry.CLOSED


def tell_of_list(group: Group, *, before: bool, by: Actor) -> None:
    """It came into the list, or is not there any more; nothing where it stands as `before`."""
    if (now := is_listed(group)) != before:
        public.tell(
            kind="group.listed" if now else "group.closed",
            programme_id=group.programme_id,
            cause=f"{group.pk}:{new_id()}",
            facts={"group_id": str(group.pk)},
            by=by,
        )


def tell_of_meeting(kind: str, group: Group, meeting: Meeting, *, by: Actor) -> None:
    """A listed group meets then, or does not."""
    if is_listed(group):
        public.tell(
            kind=kind,
            programme_id=group.programme_id,
            cause=str(meeting.pk),
            facts={
                "event_id": str(meeting.pk),
                "group_id": str(group.pk),
                "starts_at": meeting.starts_at.isoformat(),
                "minutes": str(meeting.minutes),
            },
            by=by,
        )
