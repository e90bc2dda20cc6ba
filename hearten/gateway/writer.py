"""Writes: what arrives while a run is under way becomes the next run, of all topics together.

Within a topic one run at a time keeps order. Across topics one run is one transaction of the domain:
that is where the speed of a busy place comes from, whether everybody is in one room or in many, and a
quiet one waits for nobody. A topic that somebody else holds is left out and tried again with the next
runs: mostly it was another gateway, which is done by then. What is still held goes alone, so that it
keeps none of the others waiting. docs/adr/0013-many-conversations-one-commit.md.
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from hearten.foundation.errors import HeartenError
from hearten.foundation.live import CommandKind, Done, Event, Frame, Refused, Written
from hearten.gateway import protocol
from hearten.gateway.hub import Hub
from hearten.gateway.threads import Runner

log = logging.getLogger(__name__)

QUEUE = 4096
"""Frames that may wait for one topic."""
RUNS = 2
"""Runs at once: one is written to the disk while the next is put together."""
TRIES = 3
"""Runs that a topic somebody else holds is tried with before it is waited for."""
ALONE = 2
"""Topics that are waited for at once, beside them."""
TRY_AGAIN = Refused(code="try_again", message="")
"""Nothing was decided; the same frame may come again. The client sees to it, not the person."""

Answer = Done | Refused


@dataclass(frozen=True, slots=True)
class Waiting:
    """A frame on its way into a run, and whom to tell how it went."""

    command: CommandKind
    frame: Frame
    answer: Callable[[Answer], None]


Batch = dict[str, list[Waiting]]
"""By topic: what goes into one run, all of one command."""


class Writer:
    """Runs the domains' commands, in order for each topic."""

    def __init__(self, hub: Hub, runner: Runner, *, batch: int) -> None:
        self._hub = hub
        self._runner = runner
        self._batch = batch
        self._queues: dict[str, deque[Waiting]] = {}
        self._ready: dict[str, None] = {}
        """Topics with something waiting and no run under way, in the order they came."""
        self._held: Batch = {}
        """What was left out of its runs and waits to be run alone."""
        self._left_out: dict[str, int] = {}
        """How often the topics that come again were left out."""
        self._runs = self._alone = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, topic: str, waiting: Waiting) -> None:
        """Take a frame. Its answer comes when its write is committed or refused."""
        queue = self._queues.get(topic)
        if queue is None:
            queue = self._queues[topic] = deque()
            self._ready[topic] = None
        if len(queue) >= QUEUE:
            waiting.answer(TRY_AGAIN)
            return
        queue.append(waiting)
        self._go_on()

    async def finish(self) -> None:
        """Wait until everything taken is answered."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    def _go_on(self) -> None:
        if self._ready and self._runs < RUNS:
            self._runs += 1
            self._start(self._run())
        while self._held and self._alone < ALONE:
            self._alone += 1
            topic = next(iter(self._held))
            self._start(self._run_alone(topic, self._held.pop(topic)))

    def _start(self, run: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(run)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _take(self) -> Batch:
        """Of each topic that is ready the longest run from the front that goes together with the
        others, so many frames in all."""
        batch: Batch = {}
        room = self._batch
        command = self._queues[next(iter(self._ready))][0].command if self._ready else None
        for topic in tuple(self._ready):
            queue = self._queues[topic]
            taken = batch.setdefault(topic, [])
            while room and queue and queue[0].command is command:
                taken.append(queue.popleft())
                room -= 1
            if taken:
                del self._ready[topic]
            else:
                del batch[topic]
            if not room:
                break
        return batch

    async def _run(self) -> None:
        batch = self._take()  # now and not when it was started: more may have come in that moment
        for topic in batch:
            self._hub.writes(topic)
        written: Mapping[str, Written] = {topic: _undecided(some) for topic, some in batch.items()}
        try:
            written = await self._call(batch, wait=False) if batch else {}
        finally:
            self._runs -= 1
            for topic, some in batch.items():
                if topic in written:
                    self._tell(topic, some, written[topic])
                else:
                    self._leave_out(topic, some)
            self._go_on()

    def _leave_out(self, topic: str, some: list[Waiting]) -> None:
        """Somebody else holds the topic: nothing was decided, and it keeps its order."""
        times = self._left_out[topic] = self._left_out.get(topic, 0) + 1
        if times < TRIES:
            self._queues[topic].extendleft(reversed(some))
            self._ready[topic] = None
            self._hub.wrote(topic, ())
        else:
            self._held[topic] = some

    async def _run_alone(self, topic: str, some: list[Waiting]) -> None:
        written = _undecided(some)
        try:
            written = (await self._call({topic: some}, wait=True)).get(topic, written)
        finally:
            self._alone -= 1
            self._tell(topic, some, written)
            self._go_on()

    def _tell(self, topic: str, some: list[Waiting], written: Written) -> None:
        """The topic's run is over: tell everybody, and let its next one be ready."""
        answers, events = written
        self._left_out.pop(topic, None)
        if self._queues[topic]:
            self._ready[topic] = None
        else:
            del self._queues[topic]
        for waiting, answer in zip(some, answers, strict=True):
            waiting.answer(answer)
        self._hub.wrote(topic, events)

    async def _call(self, batch: Batch, *, wait: bool) -> Mapping[str, Written]:
        command = next(iter(batch.values()))[0].command
        keys = {protocol.split(topic)[1]: topic for topic in batch}
        frames = {key: [one.frame for one in batch[topic]] for key, topic in keys.items()}
        try:
            written = await self._runner.write(command.run, frames, wait)
            if any(len(answers) != len(frames[key]) for key, (answers, _) in written.items()):
                raise RuntimeError("a command answered another number of frames than it was given")
            return {keys[key]: outcome for key, outcome in written.items()}
        except (OperationalError, InterfaceError) as error:
            _report(command, error)
            return {topic: _undecided(some) for topic, some in batch.items()}
        except Exception as error:
            if sum(map(len, batch.values())) > 1:
                return await self._call_apart(batch, wait=wait)
            _report(command, error)
            return {topic: ([_refusal(error)], ()) for topic in batch}

    async def _call_apart(self, batch: Batch, *, wait: bool) -> Mapping[str, Written]:
        """By halves, so that a topic or a frame nobody can take does not refuse its neighbours."""
        if len(batch) > 1:
            topics = [*batch]
            first, second = topics[: len(topics) // 2], topics[len(topics) // 2 :]
            return {
                **await self._call({topic: batch[topic] for topic in first}, wait=wait),
                **await self._call({topic: batch[topic] for topic in second}, wait=wait),
            }
        [(topic, some)] = batch.items()
        answers: list[Answer] = []
        events: list[Event] = []
        for waiting in some:
            # Alone it is waited for: what comes behind it must not overtake it.
            outcome = await self._call({topic: [waiting]}, wait=True)
            some_answers, some_events = outcome.get(topic, _undecided([waiting]))
            answers.extend(some_answers)
            events.extend(some_events)
        return {topic: (answers, events)}


def _undecided(some: Sequence[Waiting]) -> Written:
    return [TRY_AGAIN] * len(some), ()


def _refusal(error: Exception) -> Refused:
    if isinstance(error, HeartenError):
        return Refused(code=error.code, message=str(error.message))
    return TRY_AGAIN


def _report(command: CommandKind, error: Exception) -> None:
    """Where it failed, never with what: an error's text may hold a row's values."""
    if isinstance(error, HeartenError):
        return
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("command %s failed: %s\n%s", command.name, type(error).__name__, where)
