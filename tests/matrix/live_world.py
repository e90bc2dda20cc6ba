"""The live topics and commands there are, a gateway that serves them in this thread, and places to
ask for: what the matrix of live access and the fuzzing of frames stand on."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, SuspendReason
from hearten.accounts.queries import listener_for
from hearten.accounts.tests.factories import TESTS, client_of, make_account, make_programme
from hearten.conversations import actions as conversations
from hearten.conversations.tests.factories import pairing as paired
from hearten.conversations.tests.factories import room
from hearten.foundation.live import CommandKind, Listener, TopicKind
from hearten.gateway.hub import Hub
from hearten.gateway.limits import Limits
from hearten.gateway.roster import Roster
from hearten.gateway.tests.fakes import Alone
from hearten.gateway.tests.people import Person
from hearten.gateway.writer import Writer
from hearten.matching.queries import EndReason
from tests.matrix.world import CAST, NOBODY

PLANTED = "planted words"
"""Stands in every conversation, and must come to nobody who may not hear it."""
SESSION_ENDED = "session_ended"
"""The member, with the cookie of a session that ended."""


def wired() -> tuple[list[TopicKind], list[CommandKind]]:
    """Every topic and command an installation serves, as config/wiring.py hands them over."""
    from config import wiring

    with patch("hearten.gateway.app.build") as build:
        wiring.gateway()
    return build.call_args.kwargs["topics"], build.call_args.kwargs["commands"]


class _OneThread:
    """A runner whose thread shares the test's database connection, and so its transaction. Nobody
    else uses it meanwhile: the test waits for the loop, and the loop for this thread."""

    def __init__(self) -> None:
        self.busy = 0
        shared = connections["default"]
        shared.inc_thread_sharing()
        self._pool = ThreadPoolExecutor(
            1, initializer=lambda: connections.__setitem__("default", shared)
        )

    async def read(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.busy += 1
        try:
            asking = partial(function, *args, **kwargs)
            return await asyncio.get_running_loop().run_in_executor(self._pool, asking)
        finally:
            self.busy -= 1

    write = read

    async def quiet(self) -> None:
        """Return once nothing is asked any more, and what was answered has gone its way."""
        turns = 0
        while turns < 30:
            await asyncio.sleep(0)
            turns = 0 if self.busy else turns + 1

    def close(self) -> None:
        self._pool.shutdown()
        connections["default"].dec_thread_sharing()


class Gateway:
    """The real connections, hub and writer over sockets kept in lists, in the test's transaction."""

    def __init__(self, topics: Sequence[TopicKind], commands: Sequence[CommandKind]) -> None:
        self.limits = Limits(
            frames_burst=10**6,
            person_frames_burst=10**6,
            person_bytes_burst=10**9,
            bad_frames=10**6,
        )
        self.roster = Roster(self.limits)
        self.runner = _OneThread()
        self.hub = Hub(topics, self.runner, page=self.limits.page, others=Alone())
        self.writer = Writer(self.hub, self.runner, batch=self.limits.batch)
        self.commands = {(command.topic, command.name): command for command in commands}
        self.now = 0.0

    def connect(self, who: Listener) -> Person:
        """One open page of somebody."""
        return Person(self, who)  # type: ignore[arg-type]

    async def asked(self, person: Person, t: str, **fields: Any) -> list[dict[str, Any]]:
        """Say one frame; gives what comes of it."""
        before = len(person.wire.frames)
        person.says(t, **fields)
        await self.runner.quiet()
        frames: list[dict[str, Any]] = person.wire.frames[before:]
        return frames


@contextmanager
def gateway() -> Iterator[Gateway]:
    """With everything an installation serves, for coroutines run while it is open."""
    running = Gateway(*wired())
    try:
        yield running
    finally:
        running.runner.close()


def heard(person: Person) -> str:
    """All that came to a page, as text."""
    return json.dumps(person.wire.frames)


class LiveWorld:
    """Everybody of the matrix's cast, and conversations in every state, each with words in it and a
    message of its member."""

    def __init__(self) -> None:
        self.here = make_programme("Here")
        there = make_programme("There")
        self.people = {
            name: make_account(programme=self.here if place == "here" else there, roles=roles)
            for name, place, roles in CAST
        }
        self.places: dict[str, UUID] = {}
        self.targets: dict[str, int] = {}
        """In each place the number of its member's message."""
        member = self.people["member"]
        self._pair("open", member, self.people["supporter"])
        conversations.save_talk_settings(account=member, shows_read=True, by=member)
        accounts.block(of=self.people["stranger"], by=member)
        self._parted()
        roomer, roommate = self._more("roomer", "roommate")
        self.places["room"] = room([roomer, roommate], self.here).id
        self._say("room", roommate, roomer)
        circler, mate = self._more("circler", "circle_mate")
        self.places["circle"] = conversations.open_circle(programme=self.here, by=TESTS).pk
        for one in (circler, mate):
            conversations.enter_circle(
                conversation_id=self.places["circle"], account_id=one.pk, by=TESTS
            )
        self._say("circle", mate, circler)
        self.places["nowhere"], self.targets["nowhere"] = uuid4(), 2
        self._keys_of_sessions()
        accounts.suspend(account=self.people["suspended"], reason=SuspendReason.HARM, by=TESTS)
        self.sessions["suspended"] = _cookie(self.people["suspended"])

    def _more(self, *names: str) -> list[Account]:
        made = [make_account(programme=self.here) for _ in names]
        self.people |= dict(zip(names, made, strict=True))
        return made

    def _pair(self, place: str, member: Account, supporter: Account) -> None:
        pairing = paired(member, supporter, self.here)
        opened = conversations.open_for_pairing(pairing_id=pairing.id, by=TESTS)
        self.places[place] = opened.id
        self._say(place, supporter, member)

    def _parted(self) -> None:
        """A conversation that ended with a goodbye, and one that ended with a block."""
        for place in ("ended", "blocked"):
            member, supporter = self._more(f"{place}_member", f"{place}_supporter")
            self._pair(place, member, supporter)
        conversations.end_conversation(
            conversation_id=self.places["ended"],
            closing_words=f"Goodbye, {PLANTED}",
            reason=EndReason.TIME,
            by=self.people["ended_member"],
        )
        conversations.block_other(
            conversation_id=self.places["blocked"], by=self.people["blocked_member"]
        )

    def _say(self, place: str, *people: Account) -> None:
        for one in people:
            self.targets[place] = conversations.send_message(
                conversation_id=self.places[place], client_id=uuid4(), text=PLANTED, by=one
            ).seq

    def _keys_of_sessions(self) -> None:
        self.sessions = {name: _cookie(person) for name, person in self.people.items()}
        self.sessions |= {NOBODY: "", SESSION_ENDED: _cookie(self.people["member"])}
        ended = self.listener(SESSION_ENDED)
        assert ended is not None
        member = self.people["member"]
        accounts.end_session(account=member, session_id=ended.session_id, by=member)

    def listener(self, who: str) -> Listener | None:
        """Whom the gateway's door finds behind somebody's cookie."""
        return listener_for(self.sessions[who])


def _cookie(person: Account) -> str:
    return client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
