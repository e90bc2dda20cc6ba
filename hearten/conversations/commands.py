"""Sending over the live connection. A frame's data is {"text": str, "about": int | null}; its answer
{"seq", "at"}."""

from collections.abc import Sequence
from typing import Any

from hearten.conversations import actions
from hearten.conversations.actions import Draft, Sent
from hearten.conversations.models import MessageKind
from hearten.conversations.queries import Line, event_of
from hearten.conversations.rules import MOST_SEQ, TOPIC, conversation_id_of
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.foundation.live import CommandKind, Done, Event, Frame, Refused

_GATEWAY = SystemActor("live gateway")


def _send(key: str, frames: Sequence[Frame]) -> tuple[list[Done | Refused], list[Event]]:
    outcomes = actions.send_messages(
        # A key that names nothing is answered like a conversation that is not theirs.
        conversation_id=conversation_id_of(key) or new_id(),
        drafts=[_draft(frame) for frame in frames],
        by=_GATEWAY,
    )
    fresh = {sent.seq: sent for sent in outcomes if isinstance(sent, Sent) and sent.fresh}
    return [_answer(outcome) for outcome in outcomes], [_event(fresh[seq]) for seq in sorted(fresh)]


def _draft(frame: Frame) -> Draft:
    text = frame.data.get("text")
    return Draft(
        frame.by.account_id,
        frame.client_id,
        text if isinstance(text, str) else "",
        _number(frame.data.get("about")),
    )


def _number(given: object) -> int | None:
    """The number of a message; 0, which is none, for what is no number."""
    if given is None:
        return None
    return given if type(given) is int and 0 < given <= MOST_SEQ else 0


def _answer(outcome: Sent | Refused) -> Done | Refused:
    if isinstance(outcome, Refused):
        return outcome
    return Done(result={"seq": outcome.seq, "at": outcome.at.isoformat()})


def _event(sent: Sent) -> dict[str, Any]:
    kind = MessageKind.TEXT.value
    return event_of(
        Line(sent.seq, kind, sent.account_id, sent.client_id, sent.at, sent.text, sent.about)
    )


SEND = CommandKind(name="conversation.send", topic=TOPIC, run=_send)
