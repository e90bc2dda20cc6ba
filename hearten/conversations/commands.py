"""What comes over the live connection. Every command is a batch of drafts for the one action that
pages use too, and is answered {"seq", "at"}."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from hearten.attachments.rules import MOST_TOGETHER
from hearten.conversations import actions
from hearten.conversations.actions import Draft, Sent
from hearten.conversations.models import MessageKind
from hearten.conversations.queries import Line, event_of
from hearten.conversations.rules import MOST_SEQ, TOPIC, conversation_id_of
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.foundation.live import CommandKind, Done, Frame, Refused, Written

_GATEWAY = SystemActor("live gateway")


def _command(name: str, draft_of: Callable[[Frame], Draft]) -> CommandKind:
    def run(frames: Mapping[str, Sequence[Frame]], wait: bool) -> dict[str, Written]:
        # A key that names nothing is answered like a conversation that is not theirs.
        ids = {key: conversation_id_of(key) or new_id() for key in frames}
        outcomes = actions.send_to_many(
            drafts={ids[key]: [draft_of(frame) for frame in some] for key, some in frames.items()},
            wait=wait,
            by=_GATEWAY,
        )
        return {key: _written(outcomes[id_]) for key, id_ in ids.items() if id_ in outcomes}

    return CommandKind(name=name, topic=TOPIC, run=run)


def _written(outcomes: Sequence[Sent | Refused]) -> Written:
    fresh = {sent.seq: sent for sent in outcomes if isinstance(sent, Sent) and sent.fresh}
    answers = [_answer(outcome) for outcome in outcomes]
    return answers, [_event(fresh[seq]) for seq in sorted(fresh)]


def _message(frame: Frame) -> Draft:
    about = frame.data.get("about")
    return Draft(
        frame.by.account_id,
        frame.client_id,
        _words(frame, "text"),
        None if about is None else _number(about),
        attachment_ids=_ids(frame.data.get("attachments")),
    )


def _reaction(frame: Frame) -> Draft:
    return Draft.reaction(
        frame.by.account_id,
        frame.client_id,
        _number(frame.data.get("about")),
        _words(frame, "reaction"),
        frame.data.get("on") is True,
    )


def _edit(frame: Frame) -> Draft:
    return _change(frame, _words(frame, "text"), MessageKind.EDIT)


def _deletion(frame: Frame) -> Draft:
    return _change(frame, "", MessageKind.DELETION)


def _change(frame: Frame, text: str, kind: MessageKind) -> Draft:
    about = _number(frame.data.get("about"))
    return Draft(frame.by.account_id, frame.client_id, text, about, kind)


def _words(frame: Frame, name: str) -> str:
    given = frame.data.get(name)
    return given if isinstance(given, str) else ""


def _ids(given: object) -> tuple[UUID, ...]:
    """Ids of uploads. One that is none stands for an upload that is not there, and is refused so."""
    if given is None:
        return ()
    if not isinstance(given, list):
        return (new_id(),)
    return tuple(_id(one) for one in given[: MOST_TOGETHER + 1])


def _id(given: object) -> UUID:
    try:
        return UUID(given) if isinstance(given, str) else new_id()
    except ValueError:
        return new_id()


def _number(given: object) -> int:
    """The number of a message; 0, which is none, for what is no number."""
    return given if type(given) is int and 0 < given <= MOST_SEQ else 0


def _answer(outcome: Sent | Refused) -> Done | Refused:
    if isinstance(outcome, Refused):
        return outcome
    return Done(result={"seq": outcome.seq, "at": outcome.at.isoformat()})


def _event(sent: Sent) -> dict[str, Any]:
    return event_of(
        Line(
            sent.seq,
            sent.kind,
            sent.account_id,
            sent.client_id,
            sent.at,
            sent.text,
            sent.about,
            attachments=sent.attachments,
        )
    )


SEND = _command("conversation.send", _message)
EDIT = _command("conversation.edit", _edit)
DELETE = _command("conversation.delete", _deletion)
REACT = _command("conversation.react", _reaction)
