"""Every live topic and command × every person: who hears and does what, and that nothing comes to
anybody else. A topic or a command without a row here fails: say on purpose whose it is."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from hearten.conversations.queries import newest_seq
from hearten.foundation.live import CommandKind, Done, Frame
from tests.matrix.live_world import (
    PLANTED,
    SESSION_ENDED,
    Gateway,
    LiveWorld,
    gateway,
    heard,
    wired,
)
from tests.matrix.world import NOBODY

pytestmark = pytest.mark.django_db
OUT = {NOBODY, "suspended", SESSION_ENDED}
"""Whom the door does not let in at all."""
PAIR = frozenset({"member", "supporter"})
ROOM = frozenset({"roomer", "roommate"})
ENDED = frozenset({"ended_member", "ended_supporter"})
BLOCKED = frozenset({"blocked_member", "blocked_supporter"})

_NOBODY: frozenset[str] = frozenset()
_OVER = dict.fromkeys(("ended", "blocked", "circle"), _NOBODY)
TOPICS = {
    "conversation": {"open": PAIR, "room": ROOM, **_OVER},
    "care": {"open": PAIR, "room": ROOM, **_OVER},
    # Nobody hears whose words they are: pages of the group are nudged, no more.
    "circle": {"circle": frozenset({"circler", "circle_mate"}), "room": _NOBODY, "open": _NOBODY},
    # Only who shows their own.
    "reading": {"open": frozenset({"member"}), "room": _NOBODY, **_OVER},
    "person": {"member": frozenset({"member"}), "supporter": frozenset({"supporter"})},
}
"""By kind and place: who hears it."""
TO_ITS_END = {"conversation": {"ended": ENDED, "blocked": BLOCKED}}
"""Who gets the last words of what is over, and is let go then."""

COMMANDS: dict[str, dict[str, dict[str, str]]] = {
    "conversation.send": {
        "open": dict.fromkeys(PAIR, "done"),
        "room": dict.fromkeys(ROOM, "done"),
    },
    "conversation.edit": {
        "open": {"member": "done", "supporter": "not_own"},
        "room": {"roomer": "done", "roommate": "not_own"},
    },
    "conversation.delete": {
        "open": {"member": "done", "supporter": "not_own"},
        "room": {"roomer": "done", "roommate": "not_own"},
    },
    "conversation.react": {
        "open": {"member": "own", "supporter": "done"},
        "room": {"roomer": "own", "roommate": "done"},
    },
}
"""By name and place: what each is answered about a message of the first named. Everybody else:
"not_allowed"."""
OVER = {"ended": ENDED, "blocked": BLOCKED}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveWorld]:
    """One for all: whatever is asked of it is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield LiveWorld()
        transaction.set_rollback(True)


def test_every_topic_and_command_has_a_row() -> None:
    topics, commands = wired()
    assert sorted(topic.name for topic in topics) == sorted(TOPICS)
    assert sorted(command.name for command in commands) == sorted(COMMANDS)
    assert {command.topic for command in commands} == {"conversation"}


def _everybody(world: LiveWorld) -> list[str]:
    return sorted(set(world.people) - OUT)


def test_who_is_not_signed_in_does_not_come_in(world: LiveWorld) -> None:
    assert {who: world.listener(who) for who in OUT} == dict.fromkeys(OUT)
    assert all(world.listener(who) for who in _everybody(world))


def _undone(does: Callable[[Gateway], Coroutine[Any, Any, Any]]) -> Any:
    """What it gives at a gateway of its own, without what it did."""
    with gateway() as gate, transaction.atomic():
        given = asyncio.run(does(gate))
        transaction.set_rollback(True)
    return given


def _key(world: LiveWorld, place: str) -> str:
    return str(world.places.get(place) or world.people[place].pk)


async def _heard(gate: Gateway, world: LiveWorld, who: str, topic: str) -> tuple[str, str]:
    """What comes of listening from the beginning: an outcome, and every word."""
    page = gate.connect(await gate.runner.read(world.listener, who))
    frames = await gate.asked(page, "sub", topic=topic, after=0)
    told = [frame["t"] for frame in frames]
    if told == ["denied"]:
        return "denied", heard(page)
    assert told[0] == "subscribed", told
    return "to its end" if "revoked" in told else "hears", heard(page)


@pytest.mark.parametrize("kind", TOPICS)
def test_a_topic_is_heard_by_those_people_only(world: LiveWorld, kind: str) -> None:
    wrong = []
    for place in [*TOPICS[kind], "nowhere"]:
        hears = TOPICS[kind].get(place, _NOBODY)
        to_its_end = TO_ITS_END.get(kind, {}).get(place, _NOBODY)
        topic = f"{kind}:{_key(world, place)}"
        for who in _everybody(world):
            found, words = _undone(lambda gate: _heard(gate, world, who, topic))  # noqa: B023
            expected = "hears" if who in hears else "denied"
            expected = "to its end" if who in to_its_end else expected
            if found != expected:
                wrong.append(f"{topic} ({place}) by {who}: {found}, not {expected}")
            if (PLANTED in words) is not (kind == "conversation" and expected != "denied"):
                wrong.append(f"{topic} ({place}) by {who}: {expected}, and words: {words}")
    assert not wrong, "\n".join(wrong)


def _data(world: LiveWorld, place: str) -> dict[str, Any]:
    """Enough for any command."""
    return {"text": "Words", "about": world.targets[place], "reaction": "hope", "on": True}


async def _done(
    gate: Gateway, world: LiveWorld, who: str, command: str, place: str, *, listening: bool
) -> tuple[str, str, int]:
    """What a command is answered, by a page that asked to listen before or did not; every word; and the
    newest number then."""
    page = gate.connect(await gate.runner.read(world.listener, who))
    topic = f"conversation:{world.places[place]}"
    if listening:
        await gate.asked(page, "sub", topic=topic, after=None)
    data = _data(world, place)
    frames = await gate.asked(page, "do", id=str(uuid4()), name=command, topic=topic, data=data)
    [answer] = [frame for frame in frames if frame["t"] in ("done", "refused")]
    after = await gate.runner.read(newest_seq, world.places[place])
    return answer.get("code", answer["t"]), heard(page), after


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("listening", [True, False])
def test_a_command_is_done_for_those_people_only(
    world: LiveWorld, command: str, listening: bool
) -> None:
    wrong = []
    for place, conversation_id in world.places.items():
        answers = COMMANDS[command].get(place, {}) if listening else {}
        for who in _everybody(world):
            before = newest_seq(conversation_id)
            found, words, after = _undone(
                lambda gate: _done(gate, world, who, command, place, listening=listening)  # noqa: B023
            )
            expected = answers.get(who, "not_allowed")
            if found != expected or (after > before) is not (expected == "done"):
                wrong.append(f"{command} in {place} by {who}: {found}, not {expected}")
            if who not in answers and PLANTED in words:
                wrong.append(f"{command} in {place} by {who}: {words}")
    assert not wrong, "\n".join(wrong)


def _answered(command: CommandKind, world: LiveWorld, who: str, place: str) -> str:
    listener = world.listener(who)
    assert listener is not None
    frame = Frame(by=listener, client_id=uuid4(), data=_data(world, place))
    key = str(world.places[place])
    [answer], _events = command.run({key: [frame]}, True)[key]
    return "done" if isinstance(answer, Done) else answer.code


def test_behind_the_gateway_each_domain_decides_the_same(world: LiveWorld) -> None:
    """A page that does not listen is stopped before; whoever comes past that is stopped here."""
    wrong = []
    for command in wired()[1]:
        for place in world.places:
            for who in _everybody(world):
                with transaction.atomic():
                    found = _answered(command, world, who, place)
                    transaction.set_rollback(True)
                expected = COMMANDS[command.name].get(place, {}).get(who, "not_allowed")
                if who in OVER.get(place, _NOBODY):
                    expected = "ended"
                if found != expected:
                    wrong.append(f"{command.name} in {place} by {who}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)
