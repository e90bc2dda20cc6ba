"""What is sealed with a group's key, and in which place."""

from hearten.cockpit.models import Attendance, HostWords, Note
from hearten.groups.queries import Group, unsealed


def takes_context(attendance: Attendance) -> str:
    """Where what somebody takes along stands."""
    return f"cockpit.Attendance.takes:{attendance.pk}"


def rating_context(attendance: Attendance) -> str:
    """Where how it was for somebody stands until it is counted."""
    return f"cockpit.Attendance.rating:{attendance.pk}"


def host_context(words: HostWords) -> str:
    """Where hosts' words to each other stand."""
    return f"cockpit.HostWords.text:{words.pk}"


def note_context(note: Note) -> str:
    """Where the word of a note stands."""
    return f"cockpit.Note.words:{note.pk}"


def takes_of(attendance: Attendance) -> str:
    """What somebody takes along, for who may read it."""
    return unsealed(attendance.run.group, attendance.sealed_takes, takes_context(attendance))


def rating_of(group: Group, attendance: Attendance) -> int | None:
    """How it was for somebody, to be counted; None where they did not say, and once it was counted."""
    told = unsealed(group, attendance.sealed_rating, rating_context(attendance))
    return int(told) if told else None
