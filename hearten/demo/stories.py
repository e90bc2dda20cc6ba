"""A dialogue happens: asking, waiting, choosing, both yeses, every message, the ending, what follows."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hearten.accounts.models import Account
from hearten.conversations import actions as conversations
from hearten.conversations import queries
from hearten.demo import reading
from hearten.demo.people import Cast
from hearten.demo.reading import Dialogue, Line
from hearten.demo.timeline import Timeline
from hearten.foundation import ids
from hearten.matching import actions as matching
from hearten.matching.queries import pairings_visible_to

_ASKED = re.compile(r"(\d+) days ago, (\d\d):(\d\d)")
_ANSWERED_AFTER = {"now": timedelta(minutes=2), "weeks": timedelta(minutes=95)}
"""From choosing a supporter to the supporter's yes."""
_NEXT_MORNING = timedelta(hours=11)
_CHANGED_AFTER = timedelta(seconds=20)
_REACTED_AFTER = timedelta(seconds=30)
_READ_WITHIN = timedelta(minutes=40)
_STILL_UNREAD = timedelta(hours=10)
"""A message so fresh waits unread at the demo's end, as some always do."""


@dataclass(kw_only=True)
class Story:
    """One dialogue on its way through the timeline."""

    cast: Cast
    timeline: Timeline
    dialogue: Dialogue
    zone: ZoneInfo
    asked_at: datetime = field(init=False)
    paired_at: datetime = field(init=False)
    moments: list[datetime] = field(init=False)
    """When each line is written."""
    conversation_id: UUID | None = None
    written: dict[int, int] = field(default_factory=dict)
    """The number each line got, by its place in the dialogue."""
    pairing_id: UUID | None = None
    request: Any = None
    proposal: Any = None

    def plan(self, before: "Story | None") -> None:
        """Plan all of it. `before` is the story whose handover begins this one."""
        head = self.dialogue.head
        self.asked_at = before.moments[-1] + _NEXT_MORNING if before else self._asked()
        self.paired_at = self.asked_at + self.dialogue.waited
        self.moments = self._moments()
        answered_after = _ANSWERED_AFTER[head.text("kind")]
        begin = partial(self._take_handover, before) if before else self._ask
        self.timeline.at(self.asked_at, begin)
        self.timeline.at(self.paired_at - answered_after, self._choose)
        self.timeline.at(self.paired_at, self._accept)
        for place, line in enumerate(self.dialogue.lines):
            moment = self.moments[place]
            self.timeline.at(moment, partial(self._write, place, line))
            if line.before or line.deleted:
                self.timeline.at(moment + _CHANGED_AFTER, partial(self._change, place, line))
            if line.reaction:
                self.timeline.at(moment + _REACTED_AFTER, partial(self._react, place, line))
            if line.reported:
                self.timeline.at(moment + timedelta(minutes=12), partial(self._report, place, line))
        self._plan_afterwards()

    def _asked(self) -> datetime:
        found = _ASKED.fullmatch(self.dialogue.head.text("asked"))
        if found is None:
            raise ValueError(f"{self.dialogue.name}: when was it asked?")
        days, hours, minutes = map(int, found.groups())
        return self.timeline.on_day(days, time(hours, minutes), self.zone)

    def _moments(self) -> list[datetime]:
        moments, moment = [], self.paired_at
        for line in self.dialogue.lines:
            if line.before_end is not None:
                moment = max(moment, self.timeline.before_end(line.before_end))
            else:
                moment += (line.pause or timedelta(0)) + self.timeline.a_pause()
            moments.append(moment)
        return moments

    def _plan_afterwards(self) -> None:
        ended, last = self.dialogue.lines[-1].closing, self.moments[-1]
        if self.dialogue.head.text("feedback"):
            self.timeline.at(last + timedelta(minutes=9), self._give_feedback)
        if ended or last < self.timeline.before_end(_STILL_UNREAD):
            self.timeline.at(last + _READ_WITHIN, partial(self._read, "m"))
            self.timeline.at(last + _READ_WITHIN, partial(self._read, "s"))

    def who(self, side: str) -> Account:
        """The member ("m") or the supporter ("s")."""
        key = "member" if side == "m" else "supporter"
        return self.cast.accounts[self.dialogue.head.text(key)]

    def _ask(self) -> None:
        head = self.dialogue.head
        kind: Any = head.text("kind")  # a code; the action's own type is private to matching
        self.request = matching.ask(
            member=self.who("m"),
            programme=self.cast.programme,
            kind=kind,
            words=head.text("asks"),
            by=self.who("m"),
        )

    def _take_handover(self, before: "Story") -> None:
        assert before.pairing_id is not None  # noqa: S101 - it ended earlier on the timeline
        self.request = matching.answer_handover(
            pairing_id=before.pairing_id, yes=True, by=self.who("m")
        )

    def _choose(self) -> None:
        self.proposal = matching.choose_supporter(
            request=self.request, supporter=self.who("s"), by=self.who("m")
        )

    def _accept(self) -> None:
        matching.answer_proposal(proposal=self.proposal, yes=True, by=self.who("s"))
        pairing = pairings_visible_to(self.who("m")).get(proposal=self.proposal)
        conversation = queries.conversation_of(pairing.pk)
        assert conversation is not None  # noqa: S101 - the port opens one with the pairing
        self.pairing_id, self.conversation_id = pairing.pk, conversation.pk
        if self.dialogue.head.text("read"):
            for one in ("m", "s"):
                who = self.who(one)
                conversations.save_talk_settings(account=who, shows_read=True, by=who)

    def _write(self, place: int, line: Line) -> None:
        assert self.conversation_id is not None  # noqa: S101 - paired earlier on the timeline
        if line is self._last_of(line.side):  # how far somebody had read earlier leaves no trace
            self._read(line.side)
        if line.closing:
            self._end(line)
            return
        sent = conversations.send_message(
            conversation_id=self.conversation_id,
            client_id=ids.new_id(),
            text=line.before or line.text,
            about=self.written[place - line.answers] if line.answers else None,
            by=self.who(line.side),
        )
        self.written[place] = sent.seq

    def _change(self, place: int, line: Line) -> None:
        assert self.conversation_id is not None  # noqa: S101 - the line was written before
        at: Any = {
            "conversation_id": self.conversation_id,
            "client_id": ids.new_id(),
            "about": self.written[place],
            "by": self.who(line.side),
        }
        if line.deleted:
            conversations.delete_message(**at)
        else:
            conversations.edit_message(text=line.text, **at)

    def _react(self, place: int, line: Line) -> None:
        assert self.conversation_id is not None  # noqa: S101 - the line was written before
        conversations.react(
            conversation_id=self.conversation_id,
            client_id=ids.new_id(),
            about=self.written[place],
            reaction=line.reaction,
            on=True,
            by=self.who("m" if line.side == "s" else "s"),
        )

    def _last_of(self, side: str) -> Line:
        return next(line for line in reversed(self.dialogue.lines) if line.side == side)

    def _end(self, line: Line) -> None:
        assert self.conversation_id is not None  # noqa: S101
        head = self.dialogue.head
        reason: Any = head.many("ends")[1]
        conversations.end_conversation(
            conversation_id=self.conversation_id,
            closing_words=line.text,
            reason=reason,
            handover=head.text("handover"),
            by=self.who(line.side),
        )

    def _read(self, side: str) -> None:
        assert self.conversation_id is not None  # noqa: S101
        newest = queries.newest_seq(self.conversation_id)
        conversations.mark_read(conversation_id=self.conversation_id, seq=newest, by=self.who(side))

    def _report(self, place: int, line: Line) -> None:
        assert self.conversation_id is not None  # noqa: S101
        code, _comma, words = self.dialogue.head.text("report").partition(",")
        reason: Any = code
        conversations.report_message(
            conversation_id=self.conversation_id,
            seq=self.written[place],
            reason=reason,
            words=words.strip(),
            by=self.who("m" if line.side == "s" else "s"),
        )

    def _give_feedback(self) -> None:
        heard, useful, *words = self.dialogue.head.text("feedback").split(",", 2)
        assert self.pairing_id is not None  # noqa: S101
        matching.give_feedback(
            pairing_id=self.pairing_id,
            felt_heard=int(heard),
            found_useful=int(useful),
            words=words[0].strip() if words else "",
            by=self.who("m"),
        )


def plan(cast: Cast, timeline: Timeline) -> None:
    """Plan every dialogue; one that follows another comes after it in the content."""
    zones = {one.text("name"): ZoneInfo(one.text("zone")) for one in reading.people("members")}
    told: dict[str, Story] = {}
    for dialogue in reading.dialogues():
        zone = zones[dialogue.head.text("member")]
        story = Story(cast=cast, timeline=timeline, dialogue=dialogue, zone=zone)
        story.plan(told.get(dialogue.head.text("follows")))
        told[dialogue.name] = story
