"""Questions that are asked together: one batch at a time, and each gets its own answer."""

import asyncio

import pytest
from django.db import OperationalError

from hearten.gateway.asking import TOGETHER, Together
from hearten.gateway.tests.fakes import Inline


class Squares:
    """Answers numbers; some it cannot."""

    def __init__(self):
        self.batches = []

    def __call__(self, numbers):
        self.batches.append(list(numbers))
        if 13 in numbers:
            raise ValueError("13 is not answered")
        return [number * number for number in numbers]


async def ask_all(together, numbers):
    return await asyncio.gather(*(together.ask(n) for n in numbers), return_exceptions=True)


async def test_what_is_asked_in_the_meantime_is_asked_together():
    squares = Squares()
    together = Together(squares, Inline())
    first = asyncio.ensure_future(together.ask(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await ask_all(together, [2, 3, 4]) == [4, 9, 16]
    assert (await first, squares.batches) == (1, [[1], [2, 3, 4]])


async def test_a_batch_is_bounded():
    squares = Squares()
    numbers = list(range(100, 100 + 2 * TOGETHER + 1))
    assert await ask_all(Together(squares, Inline()), numbers) == [n * n for n in numbers]
    assert [len(batch) for batch in squares.batches] == [TOGETHER, TOGETHER, 1]


async def test_a_question_nobody_can_answer_fails_alone():
    squares = Squares()
    answers = await ask_all(Together(squares, Inline()), [12, 13, 14, 15])
    assert [answers[0], *answers[2:]] == [144, 196, 225]
    assert isinstance(answers[1], ValueError)


async def test_without_the_database_all_learn_it_and_the_next_is_asked_again():
    squares, runner = Squares(), Inline()
    together = Together(squares, runner)
    runner.down = OperationalError("away")
    assert {type(one) for one in await ask_all(together, [1, 2])} == {OperationalError}
    runner.down = None
    assert await together.ask(3) == 9


async def test_too_few_answers_are_no_answers():
    with pytest.raises(ValueError, match="shorter"):
        await Together(lambda numbers: [], Inline()).ask(1)


async def test_who_does_not_wait_any_more_harms_nobody():
    squares = Squares()
    together = Together(squares, Inline())
    gone, stays = asyncio.ensure_future(together.ask(5)), asyncio.ensure_future(together.ask(6))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 36
