"""The same job on Django Channels: one consumer, a group, one insert a message, the Redis layer.

Where there was a choice it favours Channels: an event is encoded once and not for each recipient,
numbers are counted in the process and not under the conversation's lock, Redis stores nothing and
is reached by a socket file, there is no compression, no check whether the conversation has ended,
no resuming.
"""

import json
import os
from http.cookies import SimpleCookie
from itertools import count
from uuid import UUID

import django

django.setup()

from channels.db import database_sync_to_async  # noqa: E402 - Django must be ready first
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from django.conf import settings  # noqa: E402

from hearten.accounts import queries as accounts  # noqa: E402
from hearten.conversations import queries  # noqa: E402
from hearten.conversations.models import Conversation, Message  # noqa: E402
from hearten.conversations.rules import sealed_in  # noqa: E402
from hearten.conversations.topics import CONVERSATION  # noqa: E402
from hearten.foundation import clock, crypto  # noqa: E402
from hearten.foundation.text import clean_text  # noqa: E402

ROOM = UUID(os.environ["BENCH_ROOM"])
NUMBERS = count(int(os.environ["BENCH_FROM"]))


class Talk(AsyncWebsocketConsumer):
    """One person in the room."""

    async def connect(self):
        headers = dict(self.scope["headers"])
        cookies = SimpleCookie(headers[b"cookie"].decode())
        key = cookies[settings.SESSION_COOKIE_NAME].value
        self.listener = await database_sync_to_async(accounts.listener_for)(key)
        allowed = self.listener and await database_sync_to_async(CONVERSATION.may_listen)(
            self.listener, str(ROOM)
        )
        if not allowed:
            await self.close()
            return
        conversation = await Conversation.objects.aget(id=ROOM)
        self.key = crypto.unwrap(bytes(conversation.wrapped_key))
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        frame = json.loads(text_data)
        seq = next(NUMBERS)
        text = clean_text(frame["data"]["text"], most=10_000)
        message = await Message.objects.acreate(
            conversation_id=ROOM,
            seq=seq,
            author_id=self.listener.account_id,
            client_id=UUID(frame["id"]),
            sealed_text=crypto.seal(self.key, text, context=sealed_in(ROOM, seq)),
            at=clock.now(),
        )
        line = queries.Line(
            seq, message.kind, message.author_id, message.client_id, message.at, text
        )
        event = json.dumps({"t": "events", "events": [queries.event_of(line)]})
        await self.channel_layer.group_send("room", {"type": "room.event", "text": event})

    async def room_event(self, message):
        await self.send(text_data=message["text"])


application = Talk.as_asgi()
