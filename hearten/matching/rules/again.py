"""Why somebody waits again, as far as they may know.

The three ways in which it can be the supporter who is not there (a no, silence, withdrawn because they
paused, are full, were blocked or support here no more) are one to the member. Told apart, they would
tell something about the supporter; together they tell only what the member sees anyway.
"""

from dataclasses import dataclass
from enum import StrEnum


class Again(StrEnum):
    """What happened last."""

    SUPPORT_ENDED = "support_ended"
    """Whom they talked with does not support here any more."""
    NOT_THIS_TIME = "not_this_time"
    """Whoever was asked is not there for them."""
    CHOSEN_NOT_THIS_TIME = "chosen_not_this_time"
    """The same, and the member had chosen them."""
    TIME_WENT_BY = "time_went_by"
    """A supporter had said yes, and the member's own time to answer is over."""


class End(StrEnum):
    """How a proposal closed without a pairing."""

    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A proposal that came to nothing, and what each side had said."""

    end: End
    chosen: bool
    supporter_said: bool | None
    member_said: bool | None


def why_again(closed: Closed) -> Again | None:
    """Why the member of a closed proposal waits again; None where they said no themselves."""
    if closed.member_said is False:
        return None
    if closed.end is End.EXPIRED and closed.supporter_said:
        return Again.TIME_WENT_BY
    return Again.CHOSEN_NOT_THIS_TIME if closed.chosen else Again.NOT_THIS_TIME
