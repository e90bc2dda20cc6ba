"""The past, in order: each step runs with the clock held at its moment, through the same actions
people use, so that what is seen later looks as if it had happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hearten.foundation import clock


@dataclass(kw_only=True)
class Timeline:
    """Steps at moments before `until`. Steps may add later steps while it runs."""

    until: datetime
    seed: str
    random: Random = field(init=False)
    """Draws what differs from seed to seed: pauses, and when people joined."""
    _steps: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _added: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - no secret: the same again is the point

    def at(self, moment: datetime, step: Callable[[], object]) -> None:
        """Plan a step. Two at one moment keep the order in which they were planned."""
        if moment > self.until:
            raise ValueError(f"the demo ends at {self.until}, before {moment}")
        self._steps.append((moment, self._added, step))
        self._added += 1

    def before_end(self, gone: timedelta) -> datetime:
        """A moment so long before the end."""
        return self.until - gone

    def on_day(self, days_ago: int, at: time, zone: ZoneInfo) -> datetime:
        """A wall time in somebody's zone, some days before their last one."""
        day: date = self.until.astimezone(zone).date() - timedelta(days=days_ago)
        return datetime.combine(day, at, tzinfo=zone)

    def a_pause(self) -> timedelta:
        """How long people usually take to answer."""
        return timedelta(seconds=self.random.randint(50, 220))

    def run(self) -> None:
        """Let it happen."""
        while self._steps:
            self._steps.sort(key=lambda step: step[:2])
            planned, self._steps = self._steps, []
            for place, (moment, _order, step) in enumerate(planned):
                with clock.frozen(moment):
                    step()
                if self._steps:  # the step planned others: put them in their place
                    self._steps += planned[place + 1 :]
                    break
