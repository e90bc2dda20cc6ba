"""The live streams of a conversation, and who may listen to them: its people, nobody else."""

from collections.abc import Sequence
from functools import partial

from hearten.conversations import policies, queries
from hearten.conversations.rules import (
    CARE_TOPIC,
    CIRCLE_TOPIC,
    READING_TOPIC,
    TOPIC,
    conversation_id_of,
)
from hearten.foundation.live import Event, Listener, Reading, TopicKind


def _may_listen(listener: Listener, key: str) -> bool:
    return _who_may([(listener, key)])[0]


def _who_may(asked: Sequence[tuple[Listener, str]], *, circles: bool = False) -> list[bool]:
    places = [(one.account_id, conversation_id_of(key)) for one, key in asked]
    allowed = policies.who_may_hear([(who, id_) for who, id_ in places if id_], circles=circles)
    return [place in allowed for place in places]


def _may_catch_up(listener: Listener, key: str) -> bool:
    conversation_id = conversation_id_of(key)
    return conversation_id is not None and policies.may_hear_the_end(
        listener.account_id, conversation_id
    )


def _newest(key: str) -> int:
    return _where_they_stand([key])[0]


def _where_they_stand(keys: Sequence[str]) -> list[int]:
    ids = [conversation_id_of(key) for key in keys]
    newest = queries.newest_seqs([id_ for id_ in ids if id_])
    return [newest.get(id_, 0) if id_ else 0 for id_ in ids]


def _events_after(key: str, after: int, most: int) -> Sequence[Event]:
    return _what_came([(key, after, most)])[0]


def _what_came(asked: Sequence[Reading]) -> list[Sequence[Event]]:
    ids = [conversation_id_of(key) for key, _after, _most in asked]
    known = [(id_, *one[1:]) for id_, one in zip(ids, asked, strict=True) if id_]
    came = iter(queries.lines_after_in(known))
    return [[queries.event_of(line) for line in next(came)] if id_ else [] for id_ in ids]


CONVERSATION = TopicKind(
    name=TOPIC,
    may_listen=_may_listen,
    may_catch_up=_may_catch_up,
    newest=_newest,
    events_after=_events_after,
    signals=frozenset({"typing"}),
    presence=True,
    may_listen_all=_who_may,
    newest_all=_where_they_stand,
    events_after_all=_what_came,
)


def _may_hear_reading(listener: Listener, key: str) -> bool:
    return queries.shows_read(listener.account_id) and _may_listen(listener, key)


def _no_events(key: str, after: int, most: int) -> list[Event]:
    return []


# Nudges only: what each of the two is shown differs, so each page asks for its own.
CARE = TopicKind(
    name=CARE_TOPIC,
    may_listen=_may_listen,
    newest=lambda key: 0,
    events_after=_no_events,
    may_listen_all=_who_may,
)
# Nudges only: in a group everybody has another name, and each page is given its own part.
CIRCLE = TopicKind(
    name=CIRCLE_TOPIC,
    may_listen=lambda listener, key: _who_may([(listener, key)], circles=True)[0],
    newest=lambda key: 0,
    events_after=_no_events,
    may_listen_all=partial(_who_may, circles=True),
)
# Only for who shows their own: otherwise the nudges alone would tell when the other reads.
READING = TopicKind(
    name=READING_TOPIC, may_listen=_may_hear_reading, newest=lambda key: 0, events_after=_no_events
)
