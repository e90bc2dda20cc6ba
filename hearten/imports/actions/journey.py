"""The way through a whole dump, in one order, a batch after the other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from hearten.accounts.models import Programme
from hearten.foundation.actors import Actor
from hearten.imports import queries
from hearten.imports.actions.bringing import Lot, Said, bring
from hearten.imports.clients.spool import Spool
from hearten.imports.models import Source
from hearten.imports.rules import Kind, OldPost, OldSpace, OldTopic, Reason
from hearten.imports.rules.marked import NOTHING
from hearten.imports.rules.report import Report
from hearten.imports.rules.texts import Text, text_of, title_of

BATCH = 400
"""Posts that are committed together."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an operator asks for."""

    programme: Programme
    name: str
    kind: Kind
    language: str
    """Of the spaces that are made, as a BCP-47 code."""
    restricted: frozenset[int] = field(default_factory=frozenset)
    """Restricted categories to be brought all the same, by their numbers."""
    locked: bool = True
    dry: bool = False


def import_dump(
    *,
    spool: Spool,
    wishes: Wishes,
    by: Actor,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Bring what is new, as far as it is to be brought; `tell` hears how many posts of how many are done.
    Stopped anywhere, the next call goes on."""
    return _Journey(spool, wishes, tell, by).go()


class _Journey:
    def __init__(
        self, spool: Spool, wishes: Wishes, tell: Callable[[int, int], None], by: Actor
    ) -> None:
        self._spool, self._wishes, self._tell, self._by = spool, wishes, tell, by
        self._report = Report(wishes.name, wishes.kind, wishes.dry)
        # As it was when this began: what comes meanwhile is seen under the source's lock.
        self._source: Source | None = queries.source_of(wishes.programme, wishes.name)
        self._gone = queries.topics_gone_here(self._source)
        self._spaces = {one.id: one for one in spool.spaces()}
        self._seen_spaces = queries.spaces_here(self._source)
        self._done, self._all = 0, spool.count()

    def go(self) -> Report:
        for their_id in self._spool.lost():
            self._leave_out(Reason.NO_PLACE, their_id)
        for space_id, topics in groupby(self._spool.topics(), key=lambda one: one.space):
            space = self._spaces.get(space_id)
            lots = (lot for topic in topics for lot in self._lots(topic, space))
            if space is None:
                for _lot in lots:  # none: all of it is left out, and counted
                    pass
                continue
            for some in _batches(lots):
                self._bring(space, some)
        self._tell(self._all, self._all)
        return self._report

    def _bring(self, space: OldSpace, lots: list[Lot]) -> None:
        if self._wishes.dry:
            return
        wishes = self._wishes
        self._report.came += bring(
            programme=wishes.programme,
            name=wishes.name,
            kind=wishes.kind,
            space=space,
            language=wishes.language,
            lots=lots,
            locked=wishes.locked,
            by=self._by,
        )
        self._tell(self._done, self._all)

    def _lots(self, topic: OldTopic, space: OldSpace | None) -> Iterator[Lot]:
        """What is to be brought of a topic, in pieces of a batch at most."""
        posts = self._spool.posts(topic)
        if reason := self._left_whole(topic, space):
            for post in posts:
                self._leave_out(reason, post.id)
            return
        title = title_of(topic.title)
        numbers: dict[int, int] = {}
        begun = False
        while some := list(islice(posts, BATCH)):
            here = queries.posts_here(self._source, [one.id for one in some])
            numbers |= {one.place: one.id for one in some}
            begun = begun or bool(here)
            texts = {
                one.id: text_of(self._wishes.kind, one) for one in some if self._is_new(one, here)
            }
            if not begun and (reason := _first_left_out(title, some[0], texts)):
                self._leave_out_all(reason, some, posts)
                return
            said = list(self._new(some, here, texts, numbers))
            if said:
                if not begun:
                    self._report.changed["polls"] += topic.polls
                self._would_come(topic, said, begun=begun)
                yield Lot(topic.id, title or NOTHING, said)
                begun = True

    @staticmethod
    def _is_new(post: OldPost, here: set[int]) -> bool:
        return post.skip is None and post.id not in here

    def _left_whole(self, topic: OldTopic, space: OldSpace | None) -> Reason | None:
        if topic.skip is not None:
            return topic.skip
        if space is None:
            return Reason.NO_PLACE
        if space.skip is not None and space.id not in self._wishes.restricted:
            return space.skip
        if topic.id in self._gone:
            return Reason.TAKEN_AWAY_HERE
        return None

    def _leave_out_all(
        self, reason: Reason, some: list[OldPost], others: Iterable[OldPost]
    ) -> None:
        self._leave_out(reason, some[0].id)
        for rest in (some[1:], others):
            for post in rest:
                self._leave_out(post.skip or Reason.FIRST_LEFT_OUT, post.id)

    def _new(
        self,
        posts: list[OldPost],
        here: set[int],
        texts: dict[int, Text],
        numbers: dict[int, int],
    ) -> Iterator[Said]:
        for post in posts:
            if post.id in here:
                self._report.here += 1
                self._done += 1
            elif post.skip is not None:
                self._leave_out(post.skip, post.id)
            elif texts[post.id].method:
                self._leave_out(Reason.METHOD, post.id)
            else:
                self._count(post, texts[post.id])
                answers = numbers.get(post.answers) if post.answers is not None else None
                yield Said(post.id, post.writer, post.at, texts[post.id].pieces, answers)

    def _count(self, post: OldPost, text: Text) -> None:
        report = self._report
        report.count_left(text.left)
        report.changed["cut"] += len(text.pieces) > 1
        if text.covered:
            report.covered.add(post.id)
        if text.speaks_of_danger:
            report.danger.add(post.id)
        self._done += 1

    def _would_come(self, topic: OldTopic, said: list[Said], *, begun: bool) -> None:
        """What a dry run says came."""
        if not self._wishes.dry:
            return
        came = self._report.came
        came["posts"] += len(said)
        came["threads"] += not begun
        came["spaces"] += topic.space not in self._seen_spaces
        self._seen_spaces.add(topic.space)

    def _leave_out(self, reason: Reason, their_id: int) -> None:
        self._report.leave_out(reason, their_id)
        self._done += 1


def _first_left_out(title: str | None, first: OldPost, texts: dict[int, Text]) -> Reason | None:
    """Why a topic has no beginning here: then the answers are left out with it."""
    if first.skip is not None:
        return first.skip
    return Reason.METHOD if title is None or texts[first.id].method else None


def _batches(lots: Iterable[Lot]) -> Iterator[list[Lot]]:
    """Together as many as make a batch; never one topic twice, for what comes first has to be there."""
    held: list[Lot] = []
    for lot in lots:
        full = sum(len(one.posts) for one in held) + len(lot.posts) > BATCH
        if held and (full or held[-1].topic == lot.topic):
            yield held
            held = []
        held.append(lot)
    if held:
        yield held
