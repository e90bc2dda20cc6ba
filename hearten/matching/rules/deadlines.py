"""Until when somebody may answer a proposal, or choose whom to ask, before it moves on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hearten.matching.rules.need import Kind


class Stage(StrEnum):
    """Whose answer a proposal waits for. The supporter is asked first, so no member is let down."""

    ASKED_SUPPORTER = "asked_supporter"
    ASKED_MEMBER = "asked_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """How long each side has. A programme sets its own; these are ours, not a published norm.

    Members get longer than supporters: they did not sign up to be on hand, and it costs nobody
    else a place in the queue. Choosing costs nobody else anything either, only the chooser's own
    time; it ends so that somebody who closed the page is not forgotten.
    """

    supporter_now: timedelta = timedelta(minutes=5)
    supporter_weeks: timedelta = timedelta(hours=24)
    member_now: timedelta = timedelta(minutes=15)
    member_weeks: timedelta = timedelta(hours=48)
    choose_now: timedelta = timedelta(minutes=10)
    choose_weeks: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        answering = (self.supporter_now, self.supporter_weeks, self.member_now, self.member_weeks)
        if min(*answering, self.choose_now, self.choose_weeks) <= timedelta(0):
            raise ValueError("Everybody gets some time to answer.")


def answer_by(kind: Kind, stage: Stage, now: datetime, times: AnswerTimes) -> datetime:
    """The moment a proposal made now, or passed on to the member now, expires."""
    if now.utcoffset() is None:
        raise ValueError("A deadline needs a time zone.")
    given = {
        (Kind.NOW, Stage.ASKED_SUPPORTER): times.supporter_now,
        (Kind.WEEKS, Stage.ASKED_SUPPORTER): times.supporter_weeks,
        (Kind.NOW, Stage.ASKED_MEMBER): times.member_now,
        (Kind.WEEKS, Stage.ASKED_MEMBER): times.member_weeks,
    }
    return now + given[kind, stage]


def choose_by(kind: Kind, now: datetime, times: AnswerTimes) -> datetime:
    """Until when somebody who asks now and would like to choose is left to choose."""
    if now.utcoffset() is None:
        raise ValueError("A deadline needs a time zone.")
    return now + {Kind.NOW: times.choose_now, Kind.WEEKS: times.choose_weeks}[kind]


def is_choosing(choose_until: datetime | None, now: datetime) -> bool:
    """Whether the queue still leaves the choice to the member. At the moment itself it is over."""
    return choose_until is not None and now < choose_until
