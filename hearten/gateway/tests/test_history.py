"""Whatever is lost and whoever comes and goes: a client's history is the stored one, each event
once and in order."""

import asyncio
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hearten.gateway.tests.fakes import listener, turns
from hearten.gateway.tests.people import House, Person


class Slow:
    """A Runner whose answers come later than they were true."""

    def __init__(self) -> None:
        self.turns = 0

    async def read(self, function: Any, *args: Any) -> Any:
        answer = function(*args)
        await turns(self.turns)
        return answer

    async def write(self, function: Any, *args: Any) -> Any:
        await turns(self.turns)
        answer = function(*args)
        await turns(self.turns)
        return answer


class Reader:
    """A person across several connections, as a client keeps them together."""

    def __init__(self, house: House, place: int) -> None:
        self.house = house
        self.first = self.seq = place
        self.person: Person | None = None
        self.heard: list[int] = []

    def connect(self) -> None:
        self.collect()
        if self.person:
            self.person.connection.gone()
        self.person = self.house.connect()
        self.person.says("sub", topic="talk:a", after=self.seq)

    def collect(self) -> None:
        """What came since; a client drops what it has had, but nothing may be missing."""
        if self.person:
            # A page can have more than the gateway knew of: what it came with may come again.
            self.heard += [seq for seq in self.person.seqs() if seq > self.first]
            self.person.wire.frames.clear()
            self.seq = self.heard[-1] if self.heard else self.first


class History(RuleBasedStateMachine):
    @initialize(stored=st.integers(0, 9), page=st.integers(1, 5), place=st.integers(0, 9))
    def begin(self, stored, page, place):
        self.loop = asyncio.new_event_loop()
        self.house = House()
        self.slow = Slow()
        self.house.hub._runner = self.house.writer._runner = self.slow
        self.house.hub._page = page
        self.house.domain.history["a"] = []
        for n in range(stored):
            self.house.domain.write("a", str(n))
        self.readers = [Reader(self.house, min(place, stored))]
        self.do(self.readers[0].connect)

    def do(self, function, *args, **kwargs):
        async def now():
            function(*args, **kwargs)

        self.loop.run_until_complete(now())

    @rule(count=st.integers(1, 4), told=st.booleans())
    def another_process_writes(self, count, told):
        for n in range(count):
            seq = self.house.domain.write("a", str(n))["seq"]
        if told:
            self.do(self.house.hub.noticed, "talk:a", seq)

    @rule(count=st.integers(1, 4), who=st.integers(0, 3))
    def somebody_here_writes(self, count, who):
        for _ in range(count):
            person = self.readers[who % len(self.readers)].person
            id_ = str(listener().account_id)
            frame = {"id": id_, "name": "say", "topic": "talk:a", "data": {"text": "x"}}
            self.do(person.says, "do", **frame)

    @rule(stale=st.integers(0, 5))
    def an_old_notice_comes_late(self, stale):
        seq = max(0, self.house.domain.newest("a") - stale)
        self.do(self.house.hub.noticed, "talk:a", seq)

    @rule(count=st.integers(0, 6))
    def time_passes(self, count):
        self.loop.run_until_complete(turns(count))

    @rule(count=st.integers(0, 4))
    def the_database_slows(self, count):
        self.slow.turns = count

    @rule(who=st.integers(0, 3))
    def somebody_reconnects(self, who):
        self.do(self.readers[who % len(self.readers)].connect)

    @rule(place=st.integers(0, 30))
    def somebody_new_comes(self, place):
        if len(self.readers) < 4:
            self.readers.append(Reader(self.house, min(place, self.house.domain.newest("a"))))
            self.do(self.readers[-1].connect)

    @rule()
    def the_bus_comes_back(self):
        self.loop.run_until_complete(self.house.hub.recheck(nudge=True))

    @invariant()
    def nothing_is_missing_or_doubled(self):
        for reader in getattr(self, "readers", ()):
            reader.collect()
            assert reader.heard == list(range(reader.first + 1, reader.seq + 1))

    def teardown(self):
        if not hasattr(self, "loop"):
            return
        try:
            self._all_have_all()
        finally:
            self.loop.run_until_complete(turns(50))
            self.loop.close()

    def _all_have_all(self):
        self.loop.run_until_complete(self._settle())
        newest = self.house.domain.newest("a")
        for reader in self.readers:
            reader.collect()
            assert reader.heard == list(range(reader.first + 1, newest + 1))
        for reader in self.readers:
            self.do(reader.person.connection.gone)
        assert self.house.hub.rooms == {}

    async def _settle(self):
        await self.house.writer.finish()
        self.slow.turns = 0
        await self.house.hub.recheck(nudge=True)
        for _ in range(100):
            await turns(20)


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
