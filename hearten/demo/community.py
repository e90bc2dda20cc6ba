"""The community happens: spaces are made, threads opened and answered, each under another name."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from hearten.demo import reading
from hearten.demo.people import Cast
from hearten.demo.programme import BY
from hearten.demo.reading import Post, Space, Thread
from hearten.demo.timeline import Timeline
from hearten.forum import actions as forum
from hearten.foundation import ids

_MADE = timedelta(days=29)
"""Before the demo's end, when everybody of the cast has joined."""


@dataclass(kw_only=True)
class Told:
    """A space on its way through the timeline; `space` and `threads` fill as it happens."""

    cast: Cast
    written: Space
    space: Any = None
    threads: dict[str, Any] = field(default_factory=dict)
    """By title."""

    def plan(self, timeline: Timeline) -> None:
        """Plan its making and every post."""
        timeline.at(timeline.before_end(_MADE), self._make)
        for thread in self.written.threads:
            moment = timeline.before_end(reading.length(thread.head.text("started")))
            for number, post in enumerate(thread.posts, start=1):
                moment += post.pause
                timeline.at(moment, partial(self._write, thread, number, post))

    def _make(self) -> None:
        head = self.written.head
        said: dict[str, Any] = {name: head.text(name) for name in ("name", "purpose", "language")}
        self.space = forum.save_space(programme=self.cast.programme, **said, by=BY)
        if head.text("read by") == "everybody":
            self.space = forum.open_to_all(space=self.space, for_engines=False, by=BY)

    def _write(self, thread: Thread, number: int, post: Post) -> None:
        title = thread.head.text("title")
        said: dict[str, Any] = {
            "text": post.text,
            "client_id": ids.new_id(),
            "face": self.written.faces[post.who],
            "knows_public": True,  # asked where everybody reads, and nowhere else
            "by": self.cast.accounts[post.who],
        }
        if number == 1:
            looking_for = thread.head.text("looking for")
            self.threads[title] = forum.start_thread(
                space=self.space, title=title, looking_for=looking_for, **said
            )
        else:
            about = number - post.answers if post.answers else None
            forum.write_post(thread=self.threads[title], about=about, **said)


def plan(cast: Cast, timeline: Timeline) -> None:
    """Plan every space."""
    for written in reading.spaces():
        Told(cast=cast, written=written).plan(timeline)
