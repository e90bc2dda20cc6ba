"""Groups, their agreements, who is in them, and what hosts ask of the programme."""

from hearten.groups.models.groups import Agreements, ClosedFor, Entry, Format, Group
from hearten.groups.models.meetings import Meeting
from hearten.groups.models.seats import GoneHow, HelpAsked, Seat, SeatRole, SeatState

__all__ = [
    "Agreements",
    "ClosedFor",
    "Entry",
    "Format",
    "GoneHow",
    "Group",
    "HelpAsked",
    "Meeting",
    "Seat",
    "SeatRole",
    "SeatState",
]
