"""A pairing of the crowd and what was written in it, sealed like everybody's."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from hearten.conversations.rules import sealed_in
from hearten.demo.bulk.tables import Rows
from hearten.demo.bulk.world import World, drawn
from hearten.foundation import crypto

ANSWERS_QUESTIONS = 0.4
_MESSAGES = 12
"""In the middle; half of the conversations have fewer."""
_MOST = 60


class Pair(NamedTuple):
    """Two people who said yes."""

    proposal_id: UUID
    member_id: UUID
    supporter_id: UUID
    language: str
    since: datetime


class Said(NamedTuple):
    """One message before it is sealed."""

    kind: str
    author_id: UUID | None
    text: str


def talk(world: World, random: Random, pair: Pair, rows: Rows, *, ends: bool) -> None:
    """Add a pairing, its conversation, and its ending if it ends."""
    moments = _moments(random, pair.since, world.until)
    said = _said(world, random, pair, len(moments), ends=ends)
    ended_by, ended_at = (said[-1].author_id, moments[-1]) if ends else (None, None)
    pairing_id = drawn(random)
    rows.add(
        "matching_pairing",
        id=pairing_id,
        programme_id=world.programme_id,
        proposal_id=pair.proposal_id,
        member_id=pair.member_id,
        supporter_id=pair.supporter_id,
        started_at=pair.since,
        ended_at=ended_at,
        ended_by_id=ended_by,
        end_reason="helped" if ends else "",
        never_again=False,
    )
    _converse(world, random, pair, pairing_id, list(zip(moments, said, strict=True)), rows)
    if ends and random.random() < ANSWERS_QUESTIONS:
        rows.add(
            "matching_feedback",
            id=drawn(random),
            pairing_id=pairing_id,
            by_id=pair.member_id,
            felt_heard=random.choice((3, 4, 4, 5, 5)),
            found_useful=random.choice((2, 3, 4, 4, 5)),
            at=ended_at,
        )


def _moments(random: Random, started: datetime, until: datetime) -> list[datetime]:
    count = min(_MOST, max(3, round(_MESSAGES * random.lognormvariate(0, 0.55))))
    step = min(timedelta(hours=random.uniform(0.1, 20)), (until - started) / (count + 1))
    return [started + step * number for number in range(count)]


def _said(world: World, random: Random, pair: Pair, count: int, *, ends: bool) -> list[Said]:
    """The notice of the opening, then turn by turn, the supporter first."""
    spoken = world.spoken[pair.language]
    sides = ((pair.member_id, spoken["m"]), (pair.supporter_id, spoken["s"]))
    said = [Said("notice", None, "opened")]
    for number in range(1, count):
        author_id, lines = sides[number % 2]
        said.append(Said("text", author_id, random.choice(lines)))
    if ends:
        said[-1] = Said("closing", said[-1].author_id, random.choice(spoken["close"]))
    return said


def _converse(
    world: World,
    random: Random,
    pair: Pair,
    pairing_id: UUID,
    written: list[tuple[datetime, Said]],
    rows: Rows,
) -> None:
    conversation_id, wrapped, newest = drawn(random), crypto.new_wrapped_key(), len(written)
    last_at, last = written[-1]
    ends = last.kind == "closing"
    rows.add(
        "conversations_conversation",
        id=conversation_id,
        programme_id=world.programme_id,
        kind="pair",
        pairing_id=pairing_id,
        newest_seq=newest,
        wrapped_key=wrapped,
        opened_at=pair.since,
        ended_at=last_at if ends else None,
        ended_seq=newest if ends else None,
        ended_by_id=last.author_id if ends else None,
    )
    # Read for danger already: nobody is called about what a crowd that never lived once wrote.
    rows.add("conversations_triagemark", conversation_id=conversation_id, seq=newest)
    for account_id in (pair.member_id, pair.supporter_id):
        rows.add(
            "conversations_participant",
            conversation_id=conversation_id,
            account_id=account_id,
            joined_at=pair.since,
            read_seq=newest,
        )
    key = crypto.unwrap(wrapped)
    for seq, (at, said) in enumerate(written, start=1):
        rows.add(
            "conversations_message",
            conversation_id=conversation_id,
            seq=seq,
            author_id=said.author_id,
            client_id=drawn(random),
            kind=said.kind,
            sealed_text=crypto.seal(key, said.text, context=sealed_in(conversation_id, seq)),
            at=at,
        )
