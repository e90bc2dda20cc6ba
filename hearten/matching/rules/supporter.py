"""A peer supporter, as matching sees them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hearten.matching.rules.hours import WeeklyHours
from hearten.matching.rules.language import spoken
from hearten.matching.rules.need import Channel

MAX_OPEN_PROPOSALS = 3
"""Questions a supporter can have before them at once, where the programme sets nothing else.

More than one, because an answer for the coming weeks may take a day and should not keep the
supporter from somebody who needs them now; few, because each one deserves to be read.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """An accepted supporter. An empty value means "not said" and never keeps anybody away.

    `experiences` are only those the supporter shares with members; nothing else may be passed.
    `load` counts open pairings and open proposals, so a proposal holds a place until answered.
    """

    supporter_id: UUID
    capacity: int  # open pairings they take on at most
    load: int = 0
    proposals_open: int = 0
    max_proposals: int = MAX_OPEN_PROPOSALS
    paused: bool = False
    last_paired_at: datetime | None = None
    experiences: frozenset[UUID] = frozenset()
    languages: tuple[str, ...] = ()  # BCP 47
    channels: frozenset[Channel] = frozenset()
    hours: WeeklyHours = field(default_factory=WeeklyHours)
    pronouns: frozenset[str] = frozenset()
    no_go: frozenset[UUID] = frozenset()  # topics they do not take on

    tongues: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if min(self.capacity, self.load, self.proposals_open, self.max_proposals) < 0:
            raise ValueError("Capacity, load and proposals are counts: zero or more.")
        if self.last_paired_at is not None and self.last_paired_at.utcoffset() is None:
            raise ValueError("last_paired_at needs its time zone.")
        object.__setattr__(self, "tongues", frozenset(spoken(tag) for tag in self.languages))

    @property
    def room(self) -> int:
        """How many more people may be proposed to them at this moment."""
        places = self.capacity - self.load
        return max(0, min(places, self.max_proposals - self.proposals_open))
