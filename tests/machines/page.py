"""A person's open page, as a program of its own that can run on any machine.

Reads its person's cookie and where to go from the command line. Prints a line for each message that
was acknowledged; told a number, it stops writing and, once it has heard that far, prints its ledger
and everything it heard.
"""

import asyncio
import json
import sys
import time

from hearten.gateway.client import LiveClient
from tests.faults.driver import Sender, heard_until

IN_FLIGHT = 3


class Aloud(dict):
    """A ledger that says when something comes into it, by the clock both machines share."""

    def __setitem__(self, key: object, value: object) -> None:
        super().__setitem__(key, value)
        print(json.dumps({"acknowledged": time.monotonic()}), flush=True)


async def main(live: str, origin: str, cookie: str, conversation: str, name: str) -> None:
    """Write and listen until told to stop."""
    topic, stopped = f"conversation:{conversation}", asyncio.Event()
    async with LiveClient(live, cookie=cookie, origin=origin, first_pause=0.05) as client:
        stream = await client.subscribe(topic, after=0)
        sender = Sender(name, client, topic, stopped, Aloud())
        work = asyncio.create_task(sender.run(IN_FLIGHT))
        said = asyncio.create_task(_heard_from_standard_input())
        assert await said == "stop"
        stopped.set()
        await work
        print(json.dumps({"stopped": True}), flush=True)
        heard = await heard_until(stream, int(await _heard_from_standard_input()))
    ledger = {str(key): text for key, text in sender.ledger.items()}
    print(json.dumps({"ledger": ledger, "heard": heard}), flush=True)


async def _heard_from_standard_input() -> str:
    return (await asyncio.to_thread(sys.stdin.readline)).strip()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
