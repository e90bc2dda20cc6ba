"""What is decided about each draft: a conversation's row is locked, and what has to be known is known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hearten.attachments import actions as attachments
from hearten.attachments.queries import Attached, described
from hearten.attachments.rules import MOST_TOGETHER
from hearten.conduct.queries import Scope
from hearten.conversations import queries
from hearten.conversations.actions import refusals
from hearten.conversations.actions.ledger import Line
from hearten.conversations.models import (
    MESSAGE_MOST,
    WORDS,
    Conversation,
    ConversationKind,
    MessageKind,
    Reaction,
)
from hearten.conversations.queries import Surroundings
from hearten.conversations.rules import may_still_edit, topic_of
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid
from hearten.foundation.live import Refused
from hearten.foundation.text import clean_text


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to send. `client_id` was chosen where it was written and stays the same
    on every retry: that is what makes a message appear once."""

    account_id: UUID
    client_id: UUID
    text: str
    """Of a reaction, its code."""
    about: int | None = None
    """The number of the message it answers or changes."""
    kind: MessageKind = MessageKind.TEXT
    attachment_ids: tuple[UUID, ...] = ()
    """What it carries, uploaded before: with it, there may be no words."""

    @classmethod
    def reaction(
        cls, account_id: UUID, client_id: UUID, about: int, code: str, on: bool
    ) -> "Draft":
        """A reaction, or taking it back."""
        kind = MessageKind.REACTION if on else MessageKind.TAKEN_BACK
        return cls(account_id, client_id, code, about, kind)


@dataclass(frozen=True, slots=True)
class Sent:
    """It is committed under this number."""

    account_id: UUID
    client_id: UUID
    text: str
    """As it was stored, after cleaning."""
    seq: int
    at: datetime
    fresh: bool
    """False when an earlier try had already stored it."""
    about: int | None = None
    kind: str = MessageKind.TEXT.value
    attachments: tuple[Attached, ...] = ()

    @property
    def attachment_ids(self) -> tuple[UUID, ...]:
        """What it carries."""
        return tuple(one.id for one in self.attachments)


_DESK = SystemActor("sending")
_Key = tuple[UUID, UUID]


class Desk:
    """Takes the drafts for one conversation while its row is locked: what is decided, and what is to
    be written, is kept here until the caller has written it for all."""

    def __init__(
        self, conversation: Conversation, drafts: Sequence[Draft], around: Surroundings
    ) -> None:
        self.conversation = conversation
        self.drafts = drafts
        self.texts = [_cleaned(draft) for draft in drafts]
        self.refusals: list[Refused | None] = []
        self.known = _stored(around.lines, drafts)
        self.present = {one: active for one, (active, _held) in around.seats.items()}
        self.held = around.holds
        self.over = conversation.ended_at is not None or around.parted
        self.there = around.targets
        uploads = {one for draft in drafts for one in draft.attachment_ids}
        self.unsent = _held(conversation, uploads) if uploads else {}
        gone = [target.deletion for target in self.there.values() if target.deletion]
        self.fresh: dict[_Key, Line] = {}
        self.deleted: dict[int, _Key] = {}
        """What is deleted, and by which draft."""
        for row in gone:
            if row.about is not None and row.author_id is not None:
                key = (row.author_id, row.client_id)
                self.deleted[row.about] = key
                self.known.setdefault(key, _stored_as(row, row.author_id))

    def take(self) -> Sequence[Line]:
        """Decide on each draft; gives the lines that are to be written."""
        self.refusals = [
            text if isinstance(text, Refused) else self._refusal(draft, text)
            for draft, text in zip(self.drafts, self.texts, strict=True)
        ]
        return list(self.fresh.values())

    def wrote(self, first: int, at: datetime) -> Collection[UUID]:
        """The lines are written, with numbers from `first` on: whom to nudge beside the topic."""
        carried = [one for line in self.fresh.values() for one in line.attachment_ids]
        known = described(carried, self.conversation.wrapped_key) if carried else {}
        for seq, (key, line) in enumerate(self.fresh.items(), start=first):
            self.known[key] = Sent(
                *key,
                line.text,
                seq,
                at,
                fresh=True,
                about=line.about,
                kind=line.kind.value,
                attachments=tuple(known[one] for one in line.attachment_ids),
            )
        # A reaction and an edit are looked at when one is there anyway: nobody is told.
        told = (MessageKind.TEXT, MessageKind.DELETION)
        authors = {line.author_id for line in self.fresh.values() if line.kind in told}
        if self.conversation.kind != ConversationKind.PAIR or not authors:
            return ()
        return self.present.keys() - authors

    def outcomes(self) -> list[Sent | Refused]:
        """What became of each draft, once everything is written."""
        return [
            refusal or self._answer(draft)
            for draft, refusal in zip(self.drafts, self.refusals, strict=True)
        ]

    def _answer(self, draft: Draft) -> Sent:
        key = (draft.account_id, draft.client_id)
        if draft.kind == MessageKind.DELETION and key not in self.known:
            key = self.deleted[draft.about or 0]  # by another draft of this batch, or long ago
        return self.known[key]

    def _refusal(self, draft: Draft, text: str) -> Refused | None:
        """Why not, or None after taking it up (or having it already)."""
        key = (draft.account_id, draft.client_id)
        stored = self.known.get(key)
        earlier = stored or self.fresh.get(key)
        if earlier is not None:
            return None if _is(earlier, draft, text) else refusals.changed()
        if not self.present.get(draft.account_id):
            return refusals.not_yours()
        if self.over:
            return refusals.over()
        if refusal := self._unfit(draft):
            return refusal
        if draft.kind == MessageKind.DELETION:
            if draft.about in self.deleted:
                return None
            self.deleted[draft.about or 0] = key
        for one in draft.attachment_ids:
            self.unsent.pop(one)  # by no other draft of this batch
        self.fresh[key] = Line(*key, text, draft.kind, draft.about, draft.attachment_ids)
        return None

    def _unfit(self, draft: Draft) -> Refused | None:
        """What this kind of row asks for beyond a seat."""
        hold = self.held.get(draft.account_id)
        if draft.kind in WORDS and hold is not None and hold.scope == Scope.WRITING:
            return Refused(code="held", message=hold.words)
        if not self._has_uploads(draft):
            return refusals.not_kept()
        if draft.kind == MessageKind.TEXT and draft.about is None:
            return None
        target = self.there.get(draft.about or 0)
        if target is None:
            return refusals.not_there()
        if draft.kind == MessageKind.TEXT:
            return None
        return self._unfit_change(draft, target)

    def _has_uploads(self, draft: Draft) -> bool:
        """Whether all it would carry was uploaded by its author, for here, and not sent."""
        wanted = draft.attachment_ids
        if len(wanted) > MOST_TOGETHER or len(set(wanted)) < len(wanted):
            return False
        return all(self.unsent.get(one) == draft.account_id for one in wanted)

    def _unfit_change(self, draft: Draft, target: queries.Target) -> Refused | None:
        mine = target.author_id == draft.account_id
        if draft.kind in (MessageKind.EDIT, MessageKind.DELETION):
            if not mine:
                return refusals.not_own()
            if draft.kind == MessageKind.DELETION:
                return None
        elif mine or target.author_id is None:
            return refusals.own()
        if draft.about in self.deleted:
            return refusals.gone()
        late = not may_still_edit(said_at=target.at, now=clock.now())
        return refusals.too_late() if draft.kind == MessageKind.EDIT and late else None


def _cleaned(draft: Draft) -> str | Refused:
    if draft.kind == MessageKind.DELETION:
        return ""
    if draft.kind not in WORDS:
        return draft.text if draft.text in Reaction.values else refusals.unknown()
    try:
        needs_words = not draft.attachment_ids
        return clean_text(draft.text, most=MESSAGE_MOST, required=needs_words)
    except Invalid as error:
        return Refused(code=error.code, message=error.message)


def _is(earlier: Sent | Line, draft: Draft, text: str) -> bool:
    """Whether a draft says again what was taken up before under its id."""
    return (earlier.kind, earlier.text, earlier.about, earlier.attachment_ids) == (
        draft.kind,
        text,
        draft.about,
        draft.attachment_ids,
    )


def _held(conversation: Conversation, uploads: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Those of the uploads that wait here, with who uploaded each; nobody else sends them meanwhile."""
    place = topic_of(conversation.id)
    return attachments.hold_unsent(place=place, attachment_ids=uploads, by=_DESK)


def _stored(lines: Sequence[queries.Line], drafts: Sequence[Draft]) -> dict[_Key, Sent]:
    """What earlier tries of these drafts have stored already."""
    wanted = {(draft.account_id, draft.client_id) for draft in drafts}
    stored = {}
    for row in lines:
        author = row.author_id
        if author is not None and (author, row.client_id) in wanted:
            stored[author, row.client_id] = _stored_as(row, author)
    return stored


def _stored_as(row: queries.Line, author: UUID) -> Sent:
    text = row.text or ""
    return Sent(
        author,
        row.client_id,
        text,
        row.seq,
        row.at,
        fresh=False,
        about=row.about,
        kind=row.kind,
        attachments=row.attachments,
    )
