"""All topics somebody listens to here, and how a connection comes to listen to one."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from django.db import InterfaceError, OperationalError

from hearten.foundation.live import Event, Listener, TopicKind
from hearten.gateway import protocol
from hearten.gateway.gathering import Gathering
from hearten.gateway.protocol import Close
from hearten.gateway.threads import Runner
from hearten.gateway.topic import Topic

log = logging.getLogger(__name__)


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

    __slots__ = ("allowed", "audience", "ended", "hear", "room")

    def __init__(self, audience: Audience, room: "Room") -> None:
        self.audience = audience
        self.room = room
        self.hear: Callable[[bytes], None] = audience.hear
        self.allowed = False
        """Whether the domain has said yes; while it is asked, nobody knows."""
        self.ended = False

    def say(self, t: str, **fields: object) -> None:
        """Tell this listener something about the topic."""
        payload = protocol.encode(t, topic=self.room.topic.name, **fields)
        self.hear(protocol.websocket_text(payload))


class Room:
    """A topic with everybody who listens to it or has asked to."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.subscriptions: set[Subscription] = set()
        kind = topic.kind
        self.gathering = (
            Gathering(topic.name, self.tell, presence=kind.presence)
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

    def __init__(self, kinds: Iterable[TopicKind], runner: Runner, *, page: int) -> None:
        self._kinds: Mapping[str, TopicKind] = {kind.name: kind for kind in kinds}
        self._runner = runner
        self._page = page
        self.rooms: dict[str, Room] = {}

    # Listening

    def ask(self, audience: Audience, name: str) -> Subscription | None:
        """Register the wish to listen, before anything is decided: a revocation that comes while
        the domain is being asked then finds it. None: there is no such kind of topic."""
        if name not in self.rooms:
            kind = self._kinds.get(protocol.split(name)[0])
            if kind is None:
                return None
            self.rooms[name] = Room(Topic(name, kind, self._runner, self._page))
        subscription = Subscription(audience, self.rooms[name])
        subscription.room.subscriptions.add(subscription)
        return subscription

    async def follow(self, subscription: Subscription, after: int | None) -> bool:
        """Bring a subscription from asking to listening. False: they may not listen."""
        try:
            topic, listener = subscription.room.topic, subscription.audience.listener
            if not await self.may_listen(topic, listener):
                self.leave(subscription)
                return False
            subscription.allowed = True
            await self._catch_up(subscription, after)
        except Exception as error:  # mostly the database is away; resuming is always right
            kind = subscription.room.topic.kind.name
            log.warning("%s cannot be followed now: %s", kind, type(error).__name__)
            subscription.audience.close(Close.TRY_AGAIN)
        return True

    def leave(self, subscription: Subscription) -> None:
        """Stop listening, or asking to. Done twice, nothing more happens."""
        if subscription.ended:
            return
        subscription.ended = True
        room = subscription.room
        room.subscriptions.discard(subscription)
        if subscription in room.topic.listening:
            room.topic.leave(subscription)
            if room.gathering:
                room.gathering.went(subscription.audience.listener)
        if not room.subscriptions:
            self.rooms.pop(room.topic.name, None)
            if room.gathering:
                room.gathering.close()

    async def may_listen(self, topic: Topic, listener: Listener) -> bool:
        """Ask the domain. A domain that fails at the question has not said yes."""
        try:
            return await self._runner.read(topic.kind.may_listen, listener, topic.key)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.error("may_listen of %s failed: %s", topic.kind.name, type(error).__name__)
            return False

    async def _catch_up(self, subscription: Subscription, after: int | None) -> None:
        topic = subscription.room.topic
        await topic.open()
        if subscription.ended:
            return
        at = topic.delivered if after is None else after
        subscription.say("subscribed", seq=max(topic.delivered, await self._newest_for(topic, at)))
        while at < topic.delivered and not subscription.ended:
            events = await topic.page_after(at)
            for payload in protocol.encode_events(topic.name, events):
                subscription.hear(protocol.websocket_text(payload))
            at = events[-1]["seq"]
            await subscription.audience.drained()
        if not subscription.ended:
            topic.join(subscription)
            if gathering := subscription.room.gathering:
                gathering.came(subscription.audience.listener)

    async def _newest_for(self, topic: Topic, at: int) -> int:
        """The newest number, asked for again when somebody claims to have more: their page may have
        been faster than the notice, or the database was set back."""
        if at <= topic.delivered:
            return topic.delivered
        seq = await self._runner.read(topic.kind.newest, topic.key)
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

    def revoke(self, name: str, account_id: UUID) -> None:
        """A person may not hear a topic any more: all their pages, at once."""
        room = self.rooms.get(name)
        for subscription in tuple(room.subscriptions) if room else ():
            if subscription.audience.listener.account_id == account_id:
                self.leave(subscription)
                subscription.say("revoked")

    async def recheck(self) -> None:
        """Ask every topic where it stands: notices may have been lost."""
        for room in tuple(self.rooms.values()):
            topic = room.topic
            try:
                seq = await self._runner.read(topic.kind.newest, topic.key)
            except Exception as error:
                log.warning("%s cannot be asked now: %s", topic.kind.name, type(error).__name__)
                await asyncio.sleep(0)
                continue
            if seq:
                topic.noticed(seq)
            else:
                room.tell(protocol.encode("nudge", topic=topic.name))
