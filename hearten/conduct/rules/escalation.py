"""What a pause or a removal may rest on. One report by one person alone is never enough."""

from dataclasses import dataclass
from enum import StrEnum

from hearten.conduct.rules.measures import GRAVE, Kind

GRAVEST = 3
"""How grave what was reported is, as the moderator who opened it says: 1 unkind, 2 harmful, 3 grave."""
VOICES_ENOUGH = 2


class Basis(StrEnum):
    """What a measure rests on; written down with it."""

    LIGHT = "light"
    """It takes little away and asks for nothing more."""
    EARLIER = "earlier"
    """An earlier measure, about something else, did not help."""
    VOICES = "voices"
    """Several people who do not belong together reported."""
    EVIDENCE = "evidence"
    """What was reported is grave, and both moderators have read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What is known when a measure is proposed."""

    voices: int
    """Independent people who reported; a brigade is one."""
    gravity: int
    opened: bool
    """Whether the moderator who proposes has opened what was reported."""
    earlier: bool
    """Whether the person had a measure about something else, a warning or more."""


def basis_of(kind: Kind, grounds: Grounds) -> Basis | None:
    """What the measure rests on, or None: these grounds are not enough for it."""
    if kind not in GRAVE:
        return Basis.LIGHT
    if not grounds.opened:
        return None
    if grounds.earlier:
        return Basis.EARLIER
    if grounds.voices >= VOICES_ENOUGH:
        return Basis.VOICES
    return Basis.EVIDENCE if grounds.gravity >= GRAVEST else None


def needs_second(kind: Kind) -> bool:
    """Whether it stands only once another person agreed, who has no part in it."""
    return kind in GRAVE


def may_begin_at_once(kind: Kind, *, urgent: bool) -> bool:
    """Whether it takes effect before that, for a short time: a pause, where others are in danger."""
    return urgent and kind is Kind.PAUSE
