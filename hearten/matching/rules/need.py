"""What a person asks for: one open request, as matching sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hearten.matching.rules.hours import WeeklyHours
from hearten.matching.rules.language import spoken


class Kind(StrEnum):
    """Somebody to talk with now, or somebody for the coming weeks."""

    NOW = "now"
    WEEKS = "weeks"


class Channel(StrEnum):
    """How people like to talk."""

    CHAT = "chat"
    PHONE = "phone"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One request for support.

    Whatever has a default can be skipped, and an empty value means "not said": it never keeps
    anybody away. `languages` is never empty: where a person named none, the language they read
    Hearten in stands for it. `wished`, `own` and `no_go` hold ids of the taxonomy.
    """

    request_id: UUID
    member_id: UUID
    kind: Kind
    languages: tuple[str, ...]  # BCP 47, most preferred first
    waiting_since: datetime  # survives an ending that reopens the request
    choose_until: datetime | None = None  # until then the member chooses, and nobody else asks
    wished: frozenset[UUID] = frozenset()  # what the supporter should know from their own life
    own: frozenset[UUID] = frozenset()  # what the member lives with, as far as supporters may see
    channels: frozenset[Channel] = frozenset()
    hours: WeeklyHours = field(default_factory=WeeklyHours)
    wished_pronouns: frozenset[str] = frozenset()
    no_go: frozenset[UUID] = frozenset()  # topics the member does not want to talk about
    barred: frozenset[UUID] = frozenset()  # supporters: blocks either way, "not again", declined
    previous: frozenset[UUID] = frozenset()  # supporters of endings that were good

    # Worked out once for a need, because it meets every supporter.
    tongues: tuple[str, ...] = field(init=False, repr=False, compare=False)
    open_wished: frozenset[UUID] = field(init=False, repr=False, compare=False)
    open_own: frozenset[UUID] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.languages:
            raise ValueError("A need names at least one language: use the one they read in.")
        if self.waiting_since.utcoffset() is None:
            raise ValueError("waiting_since needs its time zone.")
        if self.choose_until is not None and self.choose_until.utcoffset() is None:
            raise ValueError("choose_until needs its time zone.")
        tongues = tuple(spoken(tag) for tag in self.languages)
        object.__setattr__(self, "tongues", tongues)
        object.__setattr__(self, "open_wished", self.wished - self.no_go)
        object.__setattr__(self, "open_own", self.own - self.no_go - self.wished)

    @property
    def focus(self) -> frozenset[UUID]:
        """What the conversation will be about, as far as the member said.

        Their wish; without one, what they live with. Never a topic they do not want to talk about.
        """
        return self.open_wished if self.wished else self.open_own
