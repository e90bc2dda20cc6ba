"""Groups happen: started, asked for, talked in, each of the cast under another name."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from hearten.accounts.models import Account
from hearten.demo import reading
from hearten.demo.people import Cast
from hearten.demo.reading import Circle, Post
from hearten.demo.timeline import Timeline
from hearten.foundation import ids
from hearten.groups import actions as groups
from hearten.groups.actions import Coming, GroupWords
from hearten.groups.formats import first_agreements


@dataclass(kw_only=True)
class Told:
    """A group on its way through the timeline; `group` is there once it was started."""

    cast: Cast
    written: Circle
    group: Any = None

    def plan(self, timeline: Timeline) -> None:
        """Plan its start, who comes, and what is said."""
        moment = timeline.before_end(reading.length(self.written.head.text("started")))
        host, *others = self.written.came
        timeline.at(moment, partial(self._start, host))
        came = moment
        for post in others:
            came += post.pause
            timeline.at(came, partial(self._come, post))
        for post in self.written.said:
            moment += post.pause
            timeline.at(moment, partial(self._say, post))

    def _who(self, post: Post) -> Account:
        return self.cast.accounts[post.who]

    def _start(self, post: Post) -> None:
        head = self.written.head
        self.group = groups.start_group(
            programme=self.cast.programme,
            group_id=ids.new_id(),
            format=head.text("format"),
            words=GroupWords(
                name=head.text("name"),
                purpose=head.text("purpose"),
                language=head.text("language"),
                entry=head.text("entry"),
                size_limit=int(head.text("size")),
                questions=head.many("questions", ";"),
            ),
            agreements=first_agreements(head.text("format"), head.text("language")),
            called=self.written.faces[post.who],
            introduction=post.text,
            by=self._who(post),
        )

    def _come(self, post: Post) -> None:
        head, host = self.written.head, self._who(self.written.came[0])
        coming = Coming(
            called=self.written.faces[post.who],
            introduction=post.text,
            agreed=1,
            answers=post.text if head.text("questions") else "",
        )
        seat = groups.come_in(group=self.group, coming=coming, by=self._who(post))
        if seat.state == "asked" and post.who not in head.many("asks", ";"):
            seat = groups.answer_asking(seat=seat, yes=True, by=host)
        if post.who == head.text("co-host"):
            groups.give_role(seat=seat, co_host=True, by=host)

    def _say(self, post: Post) -> None:
        by = self._who(post)
        groups.say(group=self.group, text=post.text, client_id=ids.new_id(), by=by)


def plan(cast: Cast, timeline: Timeline) -> None:
    """Plan every group."""
    for written in reading.circles():
        Told(cast=cast, written=written).plan(timeline)
