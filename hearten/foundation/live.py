"""Live delivery, seen from the domains: what a topic is, what a command is, how an action publishes.

A topic is a stream of events one audience may hear, named "kind:key", for example
"conversation:7f3c…". A durable topic numbers its events 1, 2, 3 … without gaps, given under its
lock, and can give the events after a number again; that is how a client fills a gap and why losing
a notification loses nothing. Choosing who may listen is the security decision: each domain states
it in its topics.py. config/wiring.py hands the domains' topics and commands to the gateway.

Private text never passes through the bus: a notice holds a topic's name and its newest number, and
each gateway reads the new rows once per topic.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from hearten.foundation.arrays import as_array

CHANNEL = "hearten_live"
TOGETHER = 60
"""Topics in one notice: the longest name and number take 127 bytes."""

Event = Mapping[str, Any]
"""One event as the client gets it: {"seq": int, "kind": str, …}, JSON values only."""
Reading = tuple[str, int, int]
"""What to read: a key, the number after which, how many events at most."""


@dataclass(frozen=True, slots=True)
class Listener:
    """The person behind a connection, as the gateway knows them."""

    account_id: UUID
    session_id: UUID
    """The session's public id, never its key."""
    pseudonym: str = ""

    @property
    def actor_id(self) -> UUID:
        """A listener acts as their own account."""
        return self.account_id

    @property
    def actor_name(self) -> str:
        """A person has no system name."""
        return ""


def _nobody(_listener: Listener, _key: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicKind:
    """A kind of topic, declared by a domain in topics.py. All functions are synchronous and may
    use the database; the gateway calls them in a thread, never in the event loop."""

    name: str
    may_listen: Callable[[Listener, str], bool]
    """(listener, key): may this person hear this topic now? False also for "does not exist"."""
    newest: Callable[[str], int]
    """(key): the number of the newest event, 0 when there is none or the topic only nudges."""
    events_after: Callable[[str, int, int], Sequence[Event]]
    """(key, after, most): up to `most` events with seq > after, in order, without gaps."""
    may_catch_up: Callable[[Listener, str], bool] = _nobody
    """(listener, key), asked about somebody who may not listen: may they still have what there is,
    up to the newest event, and then hear no more? For a stream that is over: whoever was away when
    it ended gets its last words, and nobody learns that they are looking."""
    signals: frozenset[str] = frozenset()
    """Signals listeners may send each other through the topic ("typing"): never stored."""
    presence: bool = False
    """Whether listeners are told who else is listening."""
    may_listen_all: Callable[[Sequence[tuple[Listener, str]]], Sequence[bool]] | None = None
    """`may_listen` of many (listener, key) at once, for a kind with so many topics that a question to
    the database for each is too much when everybody comes back."""
    newest_all: Callable[[Sequence[str]], Sequence[int]] | None = None
    """The same of `newest`."""
    events_after_all: Callable[[Sequence[Reading]], Sequence[Sequence[Event]]] | None = None
    """The same of `events_after`: what one gateway writes for hundreds of talks is news to another."""

    def who_may(self, asked: Sequence[tuple[Listener, str]]) -> Sequence[bool]:
        """Which of these may listen, in the same order."""
        if self.may_listen_all:
            return self.may_listen_all(asked)
        return [self.may_listen(listener, key) for listener, key in asked]

    def where_they_stand(self, keys: Sequence[str]) -> Sequence[int]:
        """The numbers of the newest events, in the same order."""
        return self.newest_all(keys) if self.newest_all else [self.newest(key) for key in keys]

    def what_came(self, asked: Sequence[Reading]) -> Sequence[Sequence[Event]]:
        """The events of each of these readings, in the same order."""
        if self.events_after_all:
            return self.events_after_all(asked)
        return [self.events_after(*one) for one in asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One command frame: who sent it, its id (chosen by the client, the same on every retry),
    and its data, not yet trusted."""

    by: Listener
    client_id: UUID
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The frame's write is committed. `result` goes to the sender."""

    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The frame's write was not made. `code` is stable, `message` is for the person."""

    code: str
    message: str


Written = tuple[Sequence[Done | Refused], Sequence[Event]]
"""An answer per frame in the same order, and the new events in order, so that the gateway that wrote
them need not read them back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandKind:
    """A write that may come as live frames. The gateway collects what arrives while a run is under
    way, for all topics, and hands it over together; `run` makes one action call."""

    name: str
    topic: str
    """The TopicKind.name whose topics take this command."""
    run: Callable[[Mapping[str, Sequence[Frame]], bool], Mapping[str, Written]]
    """(frames by key, wait): what became of each key's frames. Unless it is to `wait`, a key that
    somebody else holds just now is left out: nothing was decided, and it is handed over again alone."""


def publish_on_commit(topic: str, seq: int) -> None:
    """Tell the gateways that `topic` has events up to `seq`.

    Called inside the action's transaction: PostgreSQL delivers a NOTIFY when, and only if, the
    transaction commits, so a process that dies right after its commit has still told everybody.
    """
    publish_all_on_commit({topic: seq})


def publish_all_on_commit(newest: Mapping[str, int]) -> None:
    """The same of many topics, by one statement and with one waking up for about a hundred of them."""
    if newest:
        _notify(*_in_pieces(newest))


def nudge_on_commit(account_id: UUID) -> None:
    """Tell one person's open pages that something of theirs changed, once this transaction commits.

    Sent on `topic_of_person` without a number: pages fetch again what they show, so a lost nudge
    costs a moment's staleness and nothing else.
    """
    publish_all_on_commit({topic_of_person(account_id): 0})


def topic_of_person(account_id: UUID) -> str:
    """The topic of one person's own pages; number 0 nudges them."""
    return f"person:{account_id}"


def revoke_on_commit(*, topic: str, account_id: UUID, upto: int) -> None:
    """End one person's subscription to a topic once this transaction commits.

    The events up to `upto`, which they may hear, still reach them first, and nothing after it: give
    the topic's newest number under its lock. 0: nothing more, not even what is on its way.
    """
    _notify({"revoke": str(account_id), "topic": topic, "upto": upto})


def end_session_on_commit(*, session_id: UUID) -> None:
    """Close the connections of a session (by its public id) once this transaction commits."""
    _notify({"session": str(session_id)})


def _in_pieces(newest: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    """Notices of many topics each: PostgreSQL carries less than 8,000 bytes at once."""
    rest = list(newest.items())
    if len(rest) == 1:
        [(topic, seq)] = rest
        yield {"topic": topic, "seq": seq}
        return
    for start in range(0, len(rest), TOGETHER):
        yield {"topics": dict(rest[start : start + TOGETHER])}


def _notify(*notices: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, notice) FROM unnest(%s::text[]) AS notice",
            [CHANNEL, as_array([orjson.dumps(notice).decode() for notice in notices])],
        )
