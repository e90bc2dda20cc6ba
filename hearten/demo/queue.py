"""Who is still waiting when the demo ends, who is being asked, and who changed their mind."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from hearten.demo import reading
from hearten.demo.people import Cast
from hearten.demo.programme import BY
from hearten.demo.reading import Written
from hearten.demo.timeline import Timeline
from hearten.matching import actions as matching

_SWEPT = timedelta(hours=3)
"""How long before the end the queue is looked at: a day is given to answer, so all is open still."""
_ANSWERED = timedelta(hours=1)
_THOUGHT_IT_OVER = {"now": timedelta(minutes=6), "weeks": timedelta(hours=20)}


@dataclass(kw_only=True)
class Queue:
    """The open requests of the demo."""

    cast: Cast
    timeline: Timeline
    proposals: list[Any] = field(default_factory=list)

    def plan(self) -> None:
        """Plan the asking, one look at the queue, and the first answers."""
        for written in reading.people("members"):
            if waits := written.many("waits"):
                asked_at = self.timeline.before_end(reading.length(waits[1]))
                self.timeline.at(asked_at, partial(self._ask, written, waits[0]))
            if cancelled := written.many("cancelled"):
                asked_at = self.timeline.before_end(reading.length(cancelled[1]))
                self.timeline.at(asked_at, partial(self._ask_and_cancel, written, cancelled[0]))
        self.timeline.at(self.timeline.before_end(_SWEPT), self._sweep)
        self.timeline.at(self.timeline.before_end(_ANSWERED), self._answer)

    def _ask(self, written: Written, kind: Any) -> Any:
        member = self.cast.accounts[written.text("name")]
        return matching.ask(
            member=member,
            programme=self.cast.programme,
            kind=kind,
            words=written.text("asks"),
            by=member,
        )

    def _ask_and_cancel(self, written: Written, kind: str) -> None:
        request = self._ask(written, kind)
        cancel = partial(matching.cancel, request=request, by=request.member)
        self.timeline.at(request.made_at + _THOUGHT_IT_OVER[kind], cancel)

    def _sweep(self) -> None:
        self.proposals = matching.match_waiting(programme=self.cast.programme, by=BY)

    def _answer(self) -> None:
        saying_yes = {
            self.cast.accounts[one.text("name")].id
            for one in reading.people("members")
            if one.text("supporter says") == "yes"
        }
        for proposal in self.proposals:
            if proposal.request.member_id in saying_yes:
                matching.answer_proposal(proposal=proposal, yes=True, by=proposal.supporter)
