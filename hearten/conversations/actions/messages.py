"""Sending: messages, and changes of messages, which are rows of the same ledger. A row is its own
record (who, when, in which order, never changed), so a send writes no audit event beside it: the audit
would double every message and say no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.conduct.queries import Scope, holds_on
from hearten.conversations import policies, queries
from hearten.conversations.actions import refusals
from hearten.conversations.actions.ledger import Line, append, locked
from hearten.conversations.models import (
    MESSAGE_MOST,
    WORDS,
    Conversation,
    ConversationKind,
    MessageKind,
    Reaction,
)
from hearten.conversations.rules import may_still_edit
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import HeartenError, Invalid, NotAllowed, NotPossible
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


_Key = tuple[UUID, UUID]
_ERRORS: dict[str, type[HeartenError]] = {"not_allowed": NotAllowed} | dict.fromkeys(
    ("ended", "held", "not_there", "own", "not_own", "too_late", "gone", "changed"), NotPossible
)


def send_messages(
    *, conversation_id: UUID, drafts: Sequence[Draft], by: Actor
) -> list[Sent | Refused]:
    """Store a batch in the order given and answer each draft: one transaction, one insert, one
    notice, a constant number of queries.

    A draft that cannot be sent is refused with a code ("empty", "too_long", "binary", "bidi",
    "marks", "not_allowed", "ended", "held", "not_there", "own", "not_own", "too_late", "gone", "unknown",
    "changed") and the others go on. A repeated draft is answered as the first time, also after an
    ending; as anything else than it was, it is refused as "changed".
    """
    if not all(policies.may_speak_for(by, draft.account_id) for draft in drafts):
        raise NotAllowed(_("You can only write as yourself."))
    texts = [_cleaned(draft) for draft in drafts]
    if not any(isinstance(text, str) for text in texts):
        return [text for text in texts if isinstance(text, Refused)]
    with transaction.atomic():
        conversation = locked(conversation_id)
        if conversation is None:
            return [t if isinstance(t, Refused) else refusals.not_yours() for t in texts]
        return _Desk(conversation, drafts).take(drafts, texts)


def send_message(
    *, conversation_id: UUID, client_id: UUID, text: str, about: int | None = None, by: Actor
) -> Sent:
    """Send one message as `by`; for pages. Raises what the batch would have refused."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can write a message."))
    return _sent(conversation_id, Draft(by.actor_id, client_id, text, about), by)


def react(
    *, conversation_id: UUID, client_id: UUID, about: int, reaction: str, on: bool, by: Actor
) -> Sent:
    """Put a reaction to the other's message, or take it back; for pages. Either is there or not
    there afterwards, however often it is said."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can react."))
    return _sent(conversation_id, Draft.reaction(by.actor_id, client_id, about, reaction, on), by)


def edit_message(
    *, conversation_id: UUID, client_id: UUID, about: int, text: str, by: Actor
) -> Sent:
    """Change what `by` wrote within the last hour; for pages. What it said is kept for a report as
    long as a deleted message (`rules.KEPT_FOR`), and what it says now is read for danger."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person who wrote it can change it."))
    return _sent(conversation_id, Draft(by.actor_id, client_id, text, about, MessageKind.EDIT), by)


def delete_message(*, conversation_id: UUID, client_id: UUID, about: int, by: Actor) -> Sent:
    """Take back what `by` wrote: from now on it is in no page and no event. Deleted before, it is
    answered as then. For pages."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person who wrote it can delete it."))
    return _sent(
        conversation_id, Draft(by.actor_id, client_id, "", about, MessageKind.DELETION), by
    )


def _sent(conversation_id: UUID, draft: Draft, by: Actor) -> Sent:
    [outcome] = send_messages(conversation_id=conversation_id, drafts=[draft], by=by)
    if isinstance(outcome, Sent):
        return outcome
    raise _ERRORS.get(outcome.code, Invalid)(outcome.message, code=outcome.code)


class _Desk:
    """Takes the drafts for one conversation while its row is locked."""

    def __init__(self, conversation: Conversation, drafts: Sequence[Draft]) -> None:
        authors = {draft.account_id for draft in drafts}
        self.conversation = conversation
        self.known = _stored(conversation, drafts)
        seats = queries.seats_in(conversation, authors)
        self.present = {one: active for one, (active, _held) in seats.items()}
        doubtful = [one for one, (_active, held) in seats.items() if held and one in authors]
        self.held = holds_on(doubtful) if doubtful else {}
        self.over = conversation.ended_at is not None or policies.are_parted(
            conversation.kind, self.present
        )
        abouts = {draft.about for draft in drafts if draft.about is not None}
        self.there = queries.targets_among(conversation.id, abouts) if abouts else {}
        gone = [target.deletion for target in self.there.values() if target.deletion]
        self.fresh: dict[_Key, Line] = {}
        self.deleted: dict[int, _Key] = {}
        """What is deleted, and by which draft."""
        for row in gone:
            if row.about is not None and row.author_id is not None:
                key = (row.author_id, row.client_id)
                self.deleted[row.about] = key
                self.known.setdefault(key, _stored_as(row, row.author_id))

    def take(self, drafts: Sequence[Draft], texts: Sequence[str | Refused]) -> list[Sent | Refused]:
        refusals = [
            text if isinstance(text, Refused) else self._refusal(draft, text)
            for draft, text in zip(drafts, texts, strict=True)
        ]
        if self.fresh:
            self._write()
        return [
            refusal or self._answer(draft) for draft, refusal in zip(drafts, refusals, strict=True)
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
            same = (earlier.kind, earlier.text, earlier.about) == (draft.kind, text, draft.about)
            return None if same else refusals.changed()
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
        self.fresh[key] = Line(*key, text, draft.kind, draft.about)
        return None

    def _unfit(self, draft: Draft) -> Refused | None:
        """What this kind of row asks for beyond a seat."""
        hold = self.held.get(draft.account_id)
        if draft.kind in WORDS and hold is not None and hold.scope == Scope.WRITING:
            return Refused(code="held", message=hold.words)
        if draft.kind == MessageKind.TEXT and draft.about is None:
            return None
        target = self.there.get(draft.about or 0)
        if target is None:
            return refusals.not_there()
        if draft.kind == MessageKind.TEXT:
            return None
        return self._unfit_change(draft, target)

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

    def _write(self) -> None:
        first = self.conversation.newest_seq + 1
        at = append(conversation=self.conversation, lines=list(self.fresh.values()))
        for seq, (key, line) in enumerate(self.fresh.items(), start=first):
            self.known[key] = Sent(
                *key, line.text, seq, at, fresh=True, about=line.about, kind=line.kind.value
            )
        # A reaction and an edit are looked at when one is there anyway: nobody is told.
        told = (MessageKind.TEXT, MessageKind.DELETION)
        authors = {line.author_id for line in self.fresh.values() if line.kind in told}
        if self.conversation.kind == ConversationKind.PAIR and authors:
            for other in self.present.keys() - authors:
                live.nudge_on_commit(other)


def _cleaned(draft: Draft) -> str | Refused:
    if draft.kind == MessageKind.DELETION:
        return ""
    if draft.kind not in WORDS:
        return draft.text if draft.text in Reaction.values else refusals.unknown()
    try:
        return clean_text(draft.text, most=MESSAGE_MOST)
    except Invalid as error:
        return Refused(code=error.code, message=error.message)


def _stored(conversation: Conversation, drafts: Sequence[Draft]) -> dict[_Key, Sent]:
    """What earlier tries of these drafts have stored already."""
    wanted = {(draft.account_id, draft.client_id) for draft in drafts}
    stored = {}
    for row in queries.lines_with(conversation.id, {client_id for _author, client_id in wanted}):
        author = row.author_id
        if author is not None and (author, row.client_id) in wanted:
            stored[author, row.client_id] = _stored_as(row, author)
    return stored


def _stored_as(row: queries.Line, author: UUID) -> Sent:
    text = row.text or ""
    return Sent(
        author, row.client_id, text, row.seq, row.at, fresh=False, about=row.about, kind=row.kind
    )
