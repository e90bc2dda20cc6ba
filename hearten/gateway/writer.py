"""Writes: what arrives for a topic while a run is under way becomes the next run.

One run per topic at a time keeps order and lets the domain write a whole batch in one transaction;
that is where the speed of a busy room comes from, and a quiet one waits for nobody.
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from hearten.foundation.errors import HeartenError
from hearten.foundation.live import CommandKind, Done, Event, Frame, Refused
from hearten.gateway import protocol
from hearten.gateway.hub import Hub
from hearten.gateway.threads import Runner

log = logging.getLogger(__name__)

QUEUE = 4096
"""Frames that may wait for one topic."""
TRY_AGAIN = Refused(code="try_again", message="")
"""Nothing was decided; the same frame may come again. The client sees to it, not the person."""

Answer = Done | Refused


@dataclass(frozen=True, slots=True)
class Waiting:
    """A frame on its way into a run, and whom to tell how it went."""

    command: CommandKind
    frame: Frame
    answer: Callable[[Answer], None]


class Writer:
    """Runs the domains' commands, in order for each topic."""

    def __init__(self, hub: Hub, runner: Runner, *, batch: int) -> None:
        self._hub = hub
        self._runner = runner
        self._batch = batch
        self._queues: dict[str, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, topic: str, waiting: Waiting) -> None:
        """Take a frame. Its answer comes when its write is committed or refused."""
        queue = self._queues.get(topic)
        if queue is None:
            queue = self._queues[topic] = deque()
            task = asyncio.ensure_future(self._drain(topic, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if len(queue) >= QUEUE:
            waiting.answer(TRY_AGAIN)
        else:
            queue.append(waiting)

    async def finish(self) -> None:
        """Wait until everything taken is answered."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def _drain(self, topic: str, queue: deque[Waiting]) -> None:
        try:
            while queue:
                await self._run(topic, self._take(queue))
        finally:
            del self._queues[topic]

    def _take(self, queue: deque[Waiting]) -> list[Waiting]:
        """The longest run from the front that one command can take together."""
        command = queue[0].command
        batch: list[Waiting] = []
        while queue and queue[0].command is command and len(batch) < self._batch:
            batch.append(queue.popleft())
        return batch

    async def _run(self, topic: str, batch: list[Waiting]) -> None:
        self._hub.writes(topic)
        answers: Sequence[Answer] = [TRY_AGAIN] * len(batch)
        events: Sequence[Event] = ()
        try:
            answers, events = await self._call(topic, batch)
        finally:
            self._hub.wrote(topic, events)
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.answer(answer)

    async def _call(
        self, topic: str, batch: list[Waiting]
    ) -> tuple[Sequence[Answer], Sequence[Event]]:
        command = batch[0].command
        frames = [waiting.frame for waiting in batch]
        try:
            answers, events = await self._runner.write(
                command.run, protocol.split(topic)[1], frames
            )
            if len(answers) != len(batch):
                raise RuntimeError("a command answered another number of frames than it was given")
            return answers, events
        except (OperationalError, InterfaceError) as error:
            _report(command, error)
            return [TRY_AGAIN] * len(batch), ()
        except Exception as error:
            if len(batch) > 1:
                return await self._call_apart(topic, batch)
            _report(command, error)
            return [_refusal(error)], ()

    async def _call_apart(
        self, topic: str, batch: list[Waiting]
    ) -> tuple[Sequence[Answer], Sequence[Event]]:
        """One by one, so that a frame nobody can take does not refuse its neighbours."""
        answers: list[Answer] = []
        events: list[Event] = []
        for waiting in batch:
            some_answers, some_events = await self._call(topic, [waiting])
            answers.extend(some_answers)
            events.extend(some_events)
        return answers, events


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
