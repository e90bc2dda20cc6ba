"""The patrol looks again whatever the last look met, one look at a time."""

import asyncio

import pytest
from django.db import OperationalError

from hearten.gateway.patrol import Patrol

PATIENCE = 20


class Here:
    """Runs what it is given at once, and knows whether two overlap."""

    async def read(self, function):
        return function()

    async def write(self, function):
        return function()


def test_it_looks_again_after_any_fault(caplog):
    met = [OperationalError("planted"), RuntimeError("planted"), None]
    looked = []

    async def run() -> None:
        enough = asyncio.Event()

        def look() -> None:
            if enough.is_set():
                return
            looked.append(True)
            error = met[len(looked) - 1] if len(looked) <= len(met) else None
            if len(looked) == 4:
                enough.set()
            if error:
                raise error

        patrol = asyncio.create_task(Patrol(look, threads=Here(), every=0).run())
        await asyncio.wait_for(enough.wait(), PATIENCE)
        patrol.cancel()
        with pytest.raises(asyncio.CancelledError):
            await patrol

    asyncio.run(run())
    assert len(looked) == 4
    assert [record.getMessage() for record in caplog.records] == [
        "a look at what is overdue failed: OperationalError",
        "a look at what is overdue failed: RuntimeError",
    ]
