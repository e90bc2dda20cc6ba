"""What figures of a poll are shown: none by which one vote could be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

OPTIONS_LEAST, OPTIONS_MOST = 2, 10
QUESTION_MOST, OPTION_MOST = 140, 80
"""Characters of a question, and of an answer."""
SUBJECT = "polls.poll"
"""What a poll is called in findings."""
FEW = 5
"""Under so many voters there are no figures; and while it is open, figures go in such steps."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many chose one answer."""

    count: int
    """While it is open: at least so many."""
    of: int
    """The same of everybody who voted."""
    exact: bool

    @property
    def per_cent(self) -> int:
        """For the bar."""
        return round(100 * self.count / self.of) if self.of else 0


def figures(counts: Sequence[int], voters: int, *, closed: bool) -> list[Figure] | None:
    """One for each answer, in their order; None where too few voted to show any."""
    if voters < FEW:
        return None
    if closed:
        return [Figure(one, voters, exact=True) for one in counts]
    return [Figure(_down(one), _down(voters), exact=False) for one in counts]


def _down(count: int) -> int:
    return count - count % FEW


def read_as_one(question: str, options: Sequence[str]) -> str:
    """What is read for danger."""
    return "\n".join([question, *options])
