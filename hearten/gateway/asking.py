"""Questions to the domains: what is asked while an answer is being fetched is asked together next.

Ten thousand pages that come back at once then cost a few hundred questions to the database and not
thirty thousand, and a single one waits for nobody.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError

from hearten.foundation.live import Event, Listener, Reading, TopicKind
from hearten.gateway.threads import Runner

Q = TypeVar("Q")
A = TypeVar("A")

TOGETHER = 256
"""Questions asked at once."""
READ_TOGETHER = 64
"""Topics read at once: each may have a page of events to give."""


class Together(Generic[Q, A]):
    """One kind of question. Lives in the event loop; takes one thread's time at most."""

    def __init__(
        self,
        answers_to: Callable[[Sequence[Q]], Sequence[A]],
        runner: Runner,
        most: int = TOGETHER,
    ) -> None:
        self._answers_to = answers_to
        self._most = most
        self._runner = runner
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """The answer. Raises what it raises to ask this one; the others get theirs."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._asking is None:
            self._asking = asyncio.ensure_future(self._go_on())
        return await answer

    async def _go_on(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._ask(some)
        finally:
            self._asking = None

    async def _ask(self, some: Sequence[tuple[Q, "asyncio.Future[A]"]]) -> None:
        try:
            answers = await self._runner.read(self._answers_to, [question for question, _ in some])
            for (_question, waiting), answer in zip(some, answers, strict=True):
                if not waiting.done():  # whoever asked may be gone
                    waiting.set_result(answer)
        except Exception as error:
            away = isinstance(error, OperationalError | InterfaceError)
            if away or len(some) == 1:
                for _question, waiting in some:
                    if not waiting.done():
                        waiting.set_exception(error)
                return
            middle = len(some) // 2
            await self._ask(some[:middle])
            await self._ask(some[middle:])


class Questions:
    """What is asked about the topics of one kind."""

    def __init__(self, kind: TopicKind, runner: Runner) -> None:
        self.may_listen: Together[tuple[Listener, str], bool] = Together(kind.who_may, runner)
        self.newest: Together[str, int] = Together(kind.where_they_stand, runner)
        self.may_catch_up: Together[tuple[Listener, str], bool] = Together(
            lambda asked: [kind.may_catch_up(*one) for one in asked], runner
        )
        self.news: Together[Reading, Sequence[Event]] = Together(
            kind.what_came, runner, READ_TOGETHER
        )
        """What a notice told of."""
        self.pages: Together[Reading, Sequence[Event]] = Together(
            kind.what_came, runner, READ_TOGETHER
        )
        """What somebody missed, apart: a crowd that comes back must not delay what is said now."""
