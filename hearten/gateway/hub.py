"""All topics somebody listens to here, and how a connection comes to listen to one."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError

from hearten.foundation.live import Event, Listener, TopicKind
from hearten.gateway import protocol
from hearten.gateway.asking import TOGETHER, Questions, Together
from hearten.gateway.gathering import Gathering, Others
from hearten.gateway.protocol import Close
from hearten.gateway.threads import Runner
from hearten.gateway.topic import Topic

log = logging.getLogger(__name__)

T = TypeVar("T")


class Audience(Protocol):
    """What the hub needs of a connection."""

    @property
    def listener(self) -> Listener:
        """Who it is."""

    def hear(self, frame: bytes) -> None:
        """Take a whole WebSocket frame; never waits and never raises."""

    async def drained(self) -> None:
        """Return once the reader keeps up, or is gone."""

    def close(self, code: Close) -> None:
        """End the connection."""


class Subscription:
    """One connection's wish to hear one topic, from the asking on. Ended once, for good."""

    __slots__ = ("allowed", "audience", "ended", "hear", "last", "room")

    def __init__(self, audience: Audience, room: "Room") -> None:
        self.audience = audience
        self.room = room
        self.hear: Callable[[bytes], None] = audience.hear
        self.allowed = False
        """Whether the domain has said yes; while it is asked, nobody knows."""
        self.last: int | None = None
        """The newest event they may still have before they are let go; None: no end is in sight."""
        self.ended = False

    def ends_at(self, last: int) -> None:
        """Nothing after this event is for them. Said twice, the stricter word holds."""
        self.last = last if self.last is None else min(self.last, last)

    def goal(self) -> int:
        """How far they have to read by themselves."""
        return self.room.topic.delivered if self.last is None else self.last

    def say(self, t: str, **fields: object) -> None:
        """Tell this listener something about the topic."""
        payload = protocol.encode(t, topic=self.room.topic.name, **fields)
        self.hear(protocol.websocket_text(payload))


class Room:
    """A topic with everybody who listens to it or has asked to."""

    def __init__(self, topic: Topic, others: Others) -> None:
        self.topic = topic
        self.subscriptions: set[Subscription] = set()
        kind = topic.kind
        self.gathering = (
            Gathering(
                topic.name, self.tell, others=others, signals=kind.signals, presence=kind.presence
            )
            if kind.presence or kind.signals
            else None
        )

    def tell(self, payload: bytes) -> None:
        """Tell everybody who listens something that is not part of the stream."""
        frame = protocol.websocket_text(payload)
        for ear in tuple(self.topic.listening):
            ear.hear(frame)


class Hub:
    """Topics by name, while somebody listens."""

    def __init__(
        self, kinds: Iterable[TopicKind], runner: Runner, *, page: int, others: Others
    ) -> None:
        self._kinds: Mapping[str, TopicKind] = {kind.name: kind for kind in kinds}
        self._questions = {name: Questions(kind, runner) for name, kind in self._kinds.items()}
        self._page = page
        self._others = others
        self._farewells: set[asyncio.Task[None]] = set()
        self.rooms: dict[str, Room] = {}

    # Listening

    def ask(self, audience: Audience, name: str) -> Subscription | None:
        """Register the wish to listen, before anything is decided: a revocation that comes while
        the domain is being asked then finds it. None: there is no such kind of topic."""
        if name not in self.rooms:
            kind = self._kinds.get(protocol.split(name)[0])
            if kind is None:
                return None
            topic = Topic(name, kind, self._questions[kind.name], self._page)
            self.rooms[name] = Room(topic, self._others)
        subscription = Subscription(audience, self.rooms[name])
        subscription.room.subscriptions.add(subscription)
        return subscription

    async def follow(self, subscription: Subscription, after: int | None) -> bool:
        """Bring a subscription from asking to listening, or, where the stream is over, through its
        last words to the end. False: they may not have any of it."""
        try:
            topic, listener = subscription.room.topic, subscription.audience.listener
            if not await self.may_listen(topic, listener):
                last = await self._last_for(topic, listener)
                if last is None:
                    self.leave(subscription)
                    return False
                subscription.ends_at(last)
            subscription.allowed = True
            await self._catch_up(subscription, after)
        except Exception as error:
            _fail(subscription, error)
        return True

    def leave(self, subscription: Subscription) -> None:
        """Stop listening, or asking to. Done twice, nothing more happens."""
        if subscription.ended:
            return
        subscription.ended = True
        room = subscription.room
        room.subscriptions.discard(subscription)
        self._take_away(subscription)
        if not room.subscriptions:
            self.rooms.pop(room.topic.name, None)
            if room.gathering:
                room.gathering.close()

    def _take_away(self, subscription: Subscription) -> None:
        """From now on they get nothing but what they are given one by one, and nobody sees them."""
        room = subscription.room
        if subscription in room.topic.listening:
            room.topic.leave(subscription)
            if room.gathering:
                room.gathering.went(subscription.audience.listener)

    async def may_listen(self, topic: Topic, listener: Listener) -> bool:
        """Ask the domain."""
        return await self._ask(topic, "may_listen", listener)

    async def _last_for(self, topic: Topic, listener: Listener) -> int | None:
        """The last event for somebody who may not listen (any more); None: not one."""
        if not await self._ask(topic, "may_catch_up", listener):
            return None
        return await topic.ask_newest()

    async def _ask(self, topic: Topic, question: str, listener: Listener) -> bool:
        """A domain that fails at the question has not said yes."""
        asked: Together[tuple[Listener, str], bool]
        asked = getattr(self._questions[topic.kind.name], question)
        try:
            return await asked.ask((listener, topic.key))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.error("%s of %s failed: %s", question, topic.kind.name, type(error).__name__)
            return False

    async def _catch_up(self, subscription: Subscription, after: int | None) -> None:
        topic = subscription.room.topic
        await topic.open()
        if subscription.ended:
            return
        at = topic.delivered if after is None else after
        subscription.say("subscribed", seq=max(topic.delivered, await self._newest_for(topic, at)))
        await self._read_on(subscription, at)
        if subscription.last is not None:
            self._let_go(subscription)
        elif not subscription.ended:
            topic.join(subscription)
            if gathering := subscription.room.gathering:
                gathering.came(subscription.audience.listener)

    async def _read_on(self, subscription: Subscription, at: int) -> None:
        """Give somebody the events after a number, as fast as they read, until they have all that
        is theirs. What that is may shrink meanwhile."""
        topic = subscription.room.topic
        while not subscription.ended and at < subscription.goal():
            page = await topic.page_after(at, subscription.goal())
            events = [event for event in page if event["seq"] <= subscription.goal()]
            if subscription.ended or not events:
                return
            for _last, payload in protocol.encode_events(topic.name, events):
                subscription.hear(protocol.websocket_text(payload))
            at = events[-1]["seq"]
            await subscription.audience.drained()

    async def _newest_for(self, topic: Topic, at: int) -> int:
        """The newest number, asked for again when somebody claims to have more: their page may have
        been faster than the notice, or the database was set back."""
        if at <= topic.delivered:
            return topic.delivered
        seq = await topic.ask_newest()
        topic.noticed(seq)
        return seq

    def signal(self, subscription: Subscription, name: str) -> bool:
        """Signal to the topic's listeners, being one. False: not one, or no such signal here."""
        room = subscription.room
        if room.gathering is None or name not in room.topic.kind.signals:
            return False
        if subscription not in room.topic.listening:
            return False
        room.gathering.signal(subscription.audience.listener, name)
        return True

    # Being told

    def writes(self, name: str) -> None:
        """This gateway begins to write to a topic."""
        if room := self.rooms.get(name):
            room.topic.writes()

    def wrote(self, name: str, events: Sequence[Event]) -> None:
        """It is done, and these are the new events, committed."""
        if room := self.rooms.get(name):
            room.topic.wrote(events)

    def noticed(self, name: str, seq: int) -> None:
        """A topic has events up to `seq`; 0 nudges."""
        room = self.rooms.get(name)
        if room and seq:
            room.topic.noticed(seq)
        elif room:
            room.tell(protocol.encode("nudge", topic=name))

    def revoke(self, name: str, account_id: UUID, upto: int = 0) -> None:
        """A person may not hear a topic any more, on any page: at once they see and signal nothing,
        and when they have had the events up to `upto` they are let go."""
        room = self.rooms.get(name)
        if room is None:
            return
        if room.gathering:
            room.gathering.revoked(account_id)
        for subscription in tuple(room.subscriptions):
            if subscription.audience.listener.account_id == account_id:
                self._revoke(subscription, upto)

    def _revoke(self, subscription: Subscription, upto: int) -> None:
        topic = subscription.room.topic
        listened = subscription in topic.listening
        at = topic.had(subscription)
        self._take_away(subscription)
        subscription.ends_at(upto)
        if upto == 0 or (listened and at >= upto):
            self._let_go(subscription)
        elif listened:
            task = asyncio.ensure_future(self._say_farewell(subscription, at))
            self._farewells.add(task)
            task.add_done_callback(self._farewells.discard)
        # Otherwise they are being let in, and read to their end by themselves.

    async def _say_farewell(self, subscription: Subscription, at: int) -> None:
        try:
            await self._read_on(subscription, at)
            self._let_go(subscription)
        except Exception as error:
            _fail(subscription, error)

    def _let_go(self, subscription: Subscription) -> None:
        if not subscription.ended:
            self.leave(subscription)
            subscription.say("revoked")

    async def part(self, topic: Topic, listener: Listener) -> None:
        """Somebody was found who may not listen (any more): what the notice would have done."""
        self.revoke(topic.name, listener.account_id, await self._last_for(topic, listener) or 0)

    async def check_people(self, rooms: Iterable[Room]) -> None:
        """Ask again of everybody in these rooms whether they may listen."""
        here = [
            (room.topic, listener)
            for room in rooms
            for listener in {
                s.audience.listener.account_id: s.audience.listener for s in room.subscriptions
            }.values()
        ]
        for some in _in_groups(here):
            allowed = await asyncio.gather(*(self.may_listen(*one) for one in some))
            for (topic, listener), may in zip(some, allowed, strict=True):
                if not may:
                    await self.part(topic, listener)

    async def recheck(self, *, nudge: bool) -> None:
        """Ask every topic where it stands: notices may have been lost. `nudge` those as well that
        have nothing but nudges."""
        for some in _in_groups([*self.rooms.values()]):
            await asyncio.gather(*(self._recheck(room, nudge) for room in some))

    async def _recheck(self, room: Room, nudge: bool) -> None:
        try:
            await self._look_again(room, nudge)
        except Exception as error:
            kind = room.topic.kind.name
            log.warning("%s cannot be asked now: %s", kind, type(error).__name__)

    async def _look_again(self, room: Room, nudge: bool) -> None:
        topic = room.topic
        seq = await topic.ask_newest()
        if topic.heard_of(seq):
            if nudge and not seq:
                room.tell(protocol.encode("nudge", topic=topic.name))
            return
        # If this notice was lost, so may have been that somebody was not to have what it told of.
        await self.check_people([room])
        topic.noticed(seq)


def _in_groups(some: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many as are asked about together, one group after the other: all others get their turn."""
    for start in range(0, len(some), TOGETHER):
        yield some[start : start + TOGETHER]


def _fail(subscription: Subscription, error: Exception) -> None:
    """Mostly the database is away; resuming is always right."""
    kind = subscription.room.topic.kind.name
    log.warning("%s cannot be followed now: %s", kind, type(error).__name__)
    subscription.audience.close(Close.TRY_AGAIN)
