"""Growing the crowd chunk by chunk."""

import time
from collections.abc import Callable
from datetime import datetime

from hearten.accounts.models import Programme
from hearten.demo.bulk.lives import live_as_member, live_as_supporter
from hearten.demo.bulk.tables import Rows, analyse
from hearten.demo.bulk.world import MEMBERS_PER_SUPPORTER, World

CHUNK = 1000
"""Members whose rows are held at once: about 15 MB, whatever the crowd's size."""
_REPORT_EVERY = 50_000


def grow(
    programme: Programme,
    members: int,
    *,
    seed: int,
    until: datetime,
    say: Callable[[str], None],
    chunk: int = CHUNK,
) -> int:
    """Add so many members, and the supporters they need, to the demo programme. Each chunk is
    committed by itself. Gives how many rows were written."""
    world = World.of(programme, seed=seed, until=until)
    began, written = time.monotonic(), 0
    for first in range(0, members, chunk):
        last = min(first + chunk, members)
        rows = Rows()
        for number in range(first, last):
            if number % MEMBERS_PER_SUPPORTER == 0:
                live_as_supporter(world, number // MEMBERS_PER_SUPPORTER, rows)
            live_as_member(world, number, rows)
        written += rows.copy()
        if last % _REPORT_EVERY == 0 or last == members:
            rate = written / (time.monotonic() - began)
            say(f"{last:,} more members, {written:,} rows, {rate:,.0f} rows a second")
    analyse()
    return written
