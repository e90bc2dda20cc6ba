"""Somebody of Hearten's who listens to one conversation and checks that it comes whole and in order."""

import json
import re
from collections.abc import Callable

from bench.live.load.socket import Socket

SEQ = re.compile(rb'"seq":(\d+),"kind"')
DONE = re.compile(rb'"t":"done","id":"([0-9a-f-]{36})"')
REFUSED = re.compile(rb'"t":"(?:refused|denied|revoked|error)"')


class Listener(Socket):
    """One connection, one topic."""

    def __init__(self, key: str, topic: str, after: int = 0) -> None:
        super().__init__(key)
        self.topic = topic
        self.seq = after
        """The newest event had."""
        self.subscribed = False
        self.wrong = 0
        """Events that came out of order, and refusals."""
        self.done: dict[bytes, Callable[[], None]] = {}

    def took(self, data: bytes, cut: int) -> None:
        """See Socket."""
        if not self.subscribed:
            self._come_in(data)
        for found in SEQ.findall(data, 0, cut):
            seq = int(found)
            self.wrong += seq > self.seq + 1
            self.seq = max(self.seq, seq)
        if self.done:
            for id_ in DONE.findall(data, 0, cut):
                if then := self.done.pop(id_, None):
                    then()
        if REFUSED.search(data, 0, cut):
            self.wrong += 1

    def _come_in(self, data: bytes) -> None:
        if b'"t":"hello"' in data:
            self.say_json({"t": "sub", "topic": self.topic, "after": self.seq})
        if b'"t":"subscribed"' in data:
            self.subscribed = True
            self.came()

    def came(self) -> None:
        """They listen now."""

    def do(self, id_: str, text: str, then: Callable[[], None]) -> None:
        """Send a message; `then` runs when it is committed."""
        self.done[id_.encode()] = then
        self.say_json(
            {
                "t": "do",
                "id": id_,
                "name": "conversation.send",
                "topic": self.topic,
                "data": {"text": text},
            }
        )

    def say_json(self, frame: dict) -> None:
        """Send one frame."""
        self.send(json.dumps(frame).encode())
