"""Kill each process with signal 9 while people use it: nothing acknowledged is lost or doubled."""

import asyncio
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psutil
import pytest

from tests.faults.driver import (
    RECOVERY_SECONDS,
    ROUNDS,
    Sender,
    all_acknowledged_since,
    ask_by_form,
    assert_whole,
    heard_until,
    person,
    until_acknowledged,
)
from tests.installation import Installation, installation

PROCESSES = ("web", "live", "jobs", "watch", "database")
IN_FLIGHT = 4


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(demo=False) as started:
        yield started


async def _kill(running: Installation, name: str) -> None:
    """Kill the real process, and wait until the kernel has reaped or replaced it."""
    process = await asyncio.to_thread(_found, running, name)
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(psutil.wait_procs, [process])


def _found(running: Installation, name: str) -> psutil.Process:
    while True:  # it may be coming back from the round before
        try:
            return running.process(name)
        except (LookupError, OSError, ValueError, IndexError, psutil.Error):
            continue


async def _all_read(running: Installation, conversation_id: str) -> dict:
    """What is stored, once the watch has read all of it for danger."""
    while True:
        stored = await asyncio.to_thread(running.people, "history", conversation_id)
        if not stored["unread_for_danger"]:
            return stored


async def _use_while_killing(
    running: Installation, people: dict
) -> tuple[list[Sender], list, list]:
    topic = f"conversation:{people['conversation']}"
    asked: list[str] = []
    kills = count()
    async with (
        person(running, people["member"]["cookie"]) as member,
        person(running, people["supporter"]["cookie"]) as supporter,
    ):
        streams = [await live.subscribe(topic, after=0) for live in (member, supporter)]
        stopped = asyncio.Event()
        senders = [Sender("m", member, topic, stopped), Sender("s", supporter, topic, stopped)]

        async def asking() -> None:
            for asker in people["askers"]:
                await until_acknowledged(lambda who=asker: ask_by_form(running, who["cookie"]))
                asked.append(asker["id"])

        work = [asyncio.create_task(sender.run(IN_FLIGHT)) for sender in senders]
        askers = asyncio.create_task(asking())
        chance = random.Random(20261123)
        for _ in range(ROUNDS):
            for name in chance.sample(PROCESSES, len(PROCESSES)):
                await _kill(running, name)
                next(kills)
                await all_acknowledged_since(senders, IN_FLIGHT)
        await asyncio.wait_for(askers, RECOVERY_SECONDS)
        stopped.set()
        await asyncio.wait_for(asyncio.gather(*work), RECOVERY_SECONDS)
        stored = await asyncio.wait_for(
            _all_read(running, people["conversation"]), RECOVERY_SECONDS
        )
        until = stored["messages"][-1][0]
        heard = [await heard_until(stream, until) for stream in streams]
    sent = sum(len(sender.ledger) for sender in senders)
    print(f"\n{next(kills)} kills, {sent} messages and {len(asked)} requests acknowledged")
    return senders, heard, [asked, stored]


def test_nothing_acknowledged_is_lost_or_doubled(running: Installation) -> None:
    people = running.people("pair_and_askers", "12")
    # In a thread of its own: the browser tests before it keep an event loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        using = aside.submit(lambda: asyncio.run(_use_while_killing(running, people)))
        senders, heard, (asked, stored) = using.result()

    assert_whole(stored["messages"], senders, heard)
    assert sorted(asked) == sorted(person["id"] for person in people["askers"])
    assert [row for row in stored["requests"] if row != people["member"]["id"]] == sorted(asked)
