"""Two gateways and NATS, killed with signal 9 while people write to each other across them: nothing
acknowledged is lost, doubled or out of order, and people see each other again."""

import asyncio
import random
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil
import pytest

from hearten.gateway.client import LiveClient, Stream
from hearten.gateway.tests.nats_server import NatsServer, nats_server
from tests.faults.driver import (
    RECOVERY_SECONDS,
    ROUNDS,
    Sender,
    all_acknowledged_since,
    assert_whole,
    heard_until,
    person,
)
from tests.installation import Installation, free_ports, installation

PARTS = ("nats", "nats", "first gateway", "second gateway")
IN_FLIGHT = 3


@dataclass
class Machines:
    """One installation with a second gateway, and NATS between the two."""

    running: Installation
    nats: NatsServer
    second_port: int
    second: "subprocess.Popen[bytes]"
    kills: list[str] = field(default_factory=list)

    @property
    def second_live(self) -> str:
        """Where the second gateway is."""
        return f"ws://localhost:{self.second_port}/live"

    def kill(self, part: str) -> None:
        """Kill it; the first gateway is started again by its parent, the others by us."""
        self.kills.append(part)
        if part == "nats":
            self.nats.kill()
        elif part == "first gateway":
            gateway = self.running.process("live")
            gateway.send_signal(signal.SIGKILL)
            psutil.wait_procs([gateway])
        else:
            self.second.kill()
            self.second.wait()

    def start_again(self, part: str) -> None:
        """Bring back what nobody else does."""
        if part == "nats":
            self.nats.start()
        elif part == "second gateway":
            self.second = self.running.another_gateway(self.second_port)


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    with nats_server() as nats, installation(demo=False, BUS_URL=nats.url) as running:
        (port,) = free_ports(1)
        both = Machines(running, nats, port, running.another_gateway(port))
        try:
            yield both
        finally:
            both.second.kill()
            both.second.wait()


@pytest.fixture(scope="module")
def people(machines: Machines) -> dict:
    return machines.running.people("pair_and_askers", "0")


@asynccontextmanager
async def _at_both_gateways(
    machines: Machines, people: dict
) -> AsyncIterator[tuple[list[Sender], list[Stream]]]:
    topic, stopped = f"conversation:{people['conversation']}", asyncio.Event()
    running = machines.running
    async with (
        person(running, people["member"]["cookie"]) as member,
        person(running, people["supporter"]["cookie"], live=machines.second_live) as supporter,
    ):
        streams = [await live.subscribe(topic, after=0) for live in (member, supporter)]
        senders = [Sender("m", member, topic, stopped), Sender("s", supporter, topic, stopped)]
        work = [asyncio.create_task(sender.run(IN_FLIGHT)) for sender in senders]
        yield senders, streams
        stopped.set()
        await asyncio.wait_for(asyncio.gather(*work), RECOVERY_SECONDS)


async def _seen(stream: Stream, count: int) -> None:
    """Wait until so many people are there."""
    while (await asyncio.wait_for(stream.next("presence"), RECOVERY_SECONDS))["count"] != count:
        pass


async def _use_while_killing(machines: Machines, people: dict) -> tuple[list[Sender], list, dict]:
    chance = random.Random(20261127)
    async with _at_both_gateways(machines, people) as (senders, streams):
        for stream in streams:
            await _seen(stream, 2)
        for _ in range(ROUNDS):
            for part in chance.sample(PARTS, len(PARTS)):
                await asyncio.to_thread(machines.kill, part)
                if part == "nats":  # people go on writing without it
                    await all_acknowledged_since(senders, IN_FLIGHT)
                await asyncio.to_thread(machines.start_again, part)
                await all_acknowledged_since(senders, IN_FLIGHT)
        await _lose_and_find_each_other(machines, streams)
    stored = await asyncio.to_thread(machines.running.people, "history", people["conversation"])
    until = stored["messages"][-1][0]
    heard = [await heard_until(stream, until) for stream in streams]
    return senders, heard, stored


async def _lose_and_find_each_other(machines: Machines, streams: list[Stream]) -> None:
    """Without NATS each gateway sees its own people only; when it is back they see all."""
    for stream in streams:
        while not stream.others.empty():
            stream.others.get_nowait()
    await asyncio.to_thread(machines.kill, "nats")
    for stream in streams:
        await _seen(stream, 1)
    await asyncio.to_thread(machines.start_again, "nats")
    for stream in streams:
        await _seen(stream, 2)


def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(
    machines: Machines, people: dict
) -> None:
    # In a thread of its own: the browser tests before it keep an event loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        using = aside.submit(lambda: asyncio.run(_use_while_killing(machines, people)))
        senders, heard, stored = using.result()

    assert_whole(stored["messages"], senders, heard)
    sent = sum(len(sender.ledger) for sender in senders)
    of_nats = machines.kills.count("nats")
    print(f"\n{len(machines.kills)} kills, {of_nats} of them of NATS; {sent} messages acknowledged")


async def _block_while_both_look(machines: Machines, people: dict) -> list[list[str]]:
    """What each of the two hears of the topic from the block on, asking once more in between."""
    running, topic = machines.running, f"conversation:{people['conversation']}"
    async with (
        person(running, people["member"]["cookie"]) as member,
        person(running, people["supporter"]["cookie"], live=machines.second_live) as supporter,
    ):
        streams = [await live.subscribe(topic) for live in (member, supporter)]
        for stream in streams:
            await _seen(stream, 2)
        await asyncio.to_thread(
            running.people,
            "block",
            people["conversation"],
            people["supporter"]["id"],
        )
        for stream in streams:
            await asyncio.wait_for(stream.next("revoked"), RECOVERY_SECONDS)
        heard = []
        for live in (member, supporter):
            again = await live.subscribe(topic)
            heard.append(await _all_until_no_signal(live, again, topic))
        for stream in streams:
            assert stream.others.empty()
        return heard


async def _all_until_no_signal(live: LiveClient, stream: Stream, topic: str) -> list[str]:
    """The types of all frames until a sign of typing is answered, which comes after them."""
    heard = [(await asyncio.wait_for(stream.others.get(), RECOVERY_SECONDS))["t"]]
    while heard[-1] not in {"denied", "revoked"}:
        heard.append((await asyncio.wait_for(stream.others.get(), RECOVERY_SECONDS))["t"])
    await live.send({"t": "signal", "name": "typing", "topic": topic})
    error = await asyncio.wait_for(live.errors.get(), RECOVERY_SECONDS)
    assert error["code"] == "no_signal"
    return heard


def test_a_block_hides_both_from_each_other_across_gateways(
    machines: Machines, people: dict
) -> None:
    with ThreadPoolExecutor(1) as aside:
        heard = aside.submit(lambda: asyncio.run(_block_while_both_look(machines, people))).result()
    assert heard == [["subscribed", "revoked"]] * 2
