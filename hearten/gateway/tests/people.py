"""Connections over fake sockets, put together as gateway.py does."""

import json
from typing import Any

from hearten.foundation.live import Listener
from hearten.gateway.connection import Connection
from hearten.gateway.gathering import Others
from hearten.gateway.hub import Hub
from hearten.gateway.limits import Limits
from hearten.gateway.roster import Roster
from hearten.gateway.tests.fakes import PERSON, Alone, Domain, FakeWire, Inline, listener, turns
from hearten.gateway.writer import Writer


class House:
    """A hub and a writer over a fake domain, and people who connect."""

    def __init__(self, limits: Limits | None = None, others: Others | None = None) -> None:
        self.limits = limits or Limits(frames_burst=10_000, person_frames_burst=10_000)
        self.roster = Roster(self.limits)
        self.domain = Domain()
        self.runner = Inline()
        self.hub = Hub(
            [self.domain.kind, PERSON], self.runner, page=self.limits.page, others=others or Alone()
        )
        self.writer = Writer(self.hub, self.runner, batch=self.limits.batch)
        self.commands = {("talk", "say"): self.domain.command}
        self.now = 0.0

    def connect(self, who: Listener | None = None) -> "Person":
        return Person(self, who or listener())


class Person:
    """Somebody with one page open."""

    def __init__(self, house: House, who: Listener) -> None:
        self.who = who
        self.wire = FakeWire()
        self.connection = Connection(
            self.wire,
            who,
            hub=house.hub,
            writer=house.writer,
            commands=house.commands,
            limits=house.limits,
            allowance=house.roster.allowance(who.account_id, house.now),
            clock=lambda: house.now,
        )

    def says(self, t: str, **fields: Any) -> None:
        self.connection.take(json.dumps({"t": t, **fields}))

    async def subs(self, topic: str = "talk:a", after: int | None = None) -> None:
        self.says("sub", topic=topic, after=after)
        await turns()

    def seqs(self) -> list[int]:
        return [event["seq"] for event in self.wire.events()]
