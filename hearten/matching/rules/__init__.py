"""Pure decisions of matching: who waits where, who fits whom and why, until when to answer.

No database, no clock and no settings: everything needed is passed in, `now` included. The ideas are
explained in docs/concepts/matching.md.
"""

from hearten.matching.rules.again import Again, Closed, End, why_again
from hearten.matching.rules.assignment import SUGGESTIONS, Assignment, assign, suggest
from hearten.matching.rules.deadlines import (
    AnswerTimes,
    Stage,
    answer_by,
    choose_by,
    is_choosing,
)
from hearten.matching.rules.eligibility import (
    MIN_COMMON_MINUTES,
    Obstacle,
    WhyNobody,
    eligible,
    may_be_proposed,
    why_nobody,
    why_nobody_for_member,
)
from hearten.matching.rules.estimate import FEWEST_WAITS, ROUNDING, Estimate, estimate
from hearten.matching.rules.fit import Fit, Reason, Why, fit
from hearten.matching.rules.hours import LocalSpan, PartOfDay, WeeklyHours, hours_of
from hearten.matching.rules.need import Channel, Kind, Need
from hearten.matching.rules.queue import HEAD_START, NotWaitingError, place_in_queue, queue_key
from hearten.matching.rules.supporter import MAX_OPEN_PROPOSALS, Supporter

__all__ = [
    "FEWEST_WAITS",
    "HEAD_START",
    "MAX_OPEN_PROPOSALS",
    "MIN_COMMON_MINUTES",
    "ROUNDING",
    "SUGGESTIONS",
    "Again",
    "AnswerTimes",
    "Assignment",
    "Channel",
    "Closed",
    "End",
    "Estimate",
    "Fit",
    "Kind",
    "LocalSpan",
    "Need",
    "NotWaitingError",
    "Obstacle",
    "PartOfDay",
    "Reason",
    "Stage",
    "Supporter",
    "WeeklyHours",
    "Why",
    "WhyNobody",
    "answer_by",
    "assign",
    "choose_by",
    "eligible",
    "estimate",
    "fit",
    "hours_of",
    "is_choosing",
    "may_be_proposed",
    "place_in_queue",
    "queue_key",
    "suggest",
    "why_again",
    "why_nobody",
    "why_nobody_for_member",
]
