"""Whatever two people's pages send, in whatever order: the gateway goes on, closes nobody's connection
for the other's frames, and gives nobody what is not theirs.

A hundred examples in every run; long, after a change of the gateway or of a command:

    python -m pytest tests/matrix/test_frames.py --hypothesis-profile=long
"""

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearten.gateway.tests.people import Person
from tests.matrix.live_world import PLANTED, Gateway, LiveWorld, gateway, heard, wired

pytestmark = pytest.mark.django_db
FUZZED = settings(deadline=None, suppress_health_check=list(HealthCheck))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([2**63 - 1, 2**63, -1, "\x00", "\u202e", "x" * 10_001, "hope", "planted"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
raw = st.text(max_size=40) | st.sampled_from(
    [
        "",
        "{",
        "[" * 5_000,
        "9" * 5_000,
        '{"t":"ping","x":"\\ud800"}',
        '{"t":"sub","topic":"a:\\u0000"}',
    ]
)
ids = st.uuids(version=4).map(str) | st.sampled_from(["11111111-1111-4111-8111-111111111111"])
# Places are names here, and become topics when the world is there.
topics = st.sampled_from(["open", "open", "open", "room", "ended", "blocked", "nowhere", "own"])
data = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=30) | values,
        "about": st.integers(0, 9) | values,
        "reaction": st.sampled_from(["hope", "with_you"]) | values,
        "on": st.booleans() | values,
    },
)


def commands() -> st.SearchStrategy[dict[str, Any]]:
    """A well formed command, of any there is."""
    names = st.sampled_from(sorted(command.name for command in wired()[1]))
    return st.fixed_dictionaries(
        {"t": st.just("do"), "id": ids, "name": names, "topic": topics, "data": data}
    )


kinds = st.sampled_from(["conversation", "care", "reading", "person"])
well_formed = st.deferred(
    lambda: (
        commands()
        | st.fixed_dictionaries(
            {"t": st.sampled_from(["sub", "unsub"]), "topic": topics, "kind": kinds},
            optional={"after": st.none() | st.integers(0, 9)},
        )
        | st.fixed_dictionaries(
            {"t": st.just("signal"), "name": st.sampled_from(["typing", "send"]), "topic": topics}
        )
    )
)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A well formed frame with one thing in it that is not."""
    frame = dict(draw(well_formed))
    key = draw(st.sampled_from(sorted(frame)))
    if draw(st.booleans()):
        frame[key] = draw(values)
    else:
        del frame[key]
    return frame


frames = st.deferred(lambda: raw | values | mutated() | well_formed | well_formed)
exchanges = st.lists(st.tuples(st.sampled_from(["member", "stranger"]), frames), max_size=12)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveWorld]:
    """One for all: whatever is asked of it is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield LiveWorld()
        transaction.set_rollback(True)


def _text(world: LiveWorld, frame: Any) -> str | None:
    """The frame as it is sent, its place become a topic."""
    if isinstance(frame, str):
        return frame
    if isinstance(frame, dict):
        frame = dict(frame)
        kind, place = frame.pop("kind", "conversation"), frame.get("topic")
        if place == "own":
            frame["topic"] = f"person:{world.people['member'].pk}"
        elif isinstance(place, str) and place in world.places:
            frame["topic"] = f"{kind}:{world.places[place]}"
    return json.dumps(frame)


async def _exchanged(
    gate: Gateway, world: LiveWorld, exchange: Sequence[tuple[str, Any]]
) -> dict[str, Person]:
    """Both pages after all of it, each having been asked whether it is still there."""
    failed: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: failed.append(what))
    pages = {}
    for who in ("member", "stranger"):
        pages[who] = gate.connect(await gate.runner.read(world.listener, who))
    await gate.asked(pages["member"], "sub", topic=f"conversation:{world.places['open']}", after=0)
    for number, (who, frame) in enumerate(exchange):
        pages[who].connection.take(_text(world, frame))
        if number % 3 == 0:
            await gate.runner.quiet()
    await gate.runner.quiet()
    for page in pages.values():
        page.connection.take(None)
        assert (await gate.asked(page, "ping"))[-1] == {"t": "pong"}
    assert failed == []
    return pages


@FUZZED
@given(exchange=exchanges)
def test_nothing_breaks_it_and_nothing_comes_to_who_may_not_hear_it(
    world: LiveWorld, caplog: pytest.LogCaptureFixture, exchange: list[tuple[str, Any]]
) -> None:
    caplog.clear()
    with caplog.at_level(logging.WARNING, "hearten"), gateway() as gate, transaction.atomic():
        pages = asyncio.run(_exchanged(gate, world, exchange))
        transaction.set_rollback(True)
    assert [record.getMessage() for record in caplog.records if "hearten" in record.name] == []
    assert [page.wire.closed for page in pages.values()] == [None, None]
    assert PLANTED in heard(pages["member"])
    stranger = pages["stranger"]
    assert PLANTED not in heard(stranger)
    for frame in stranger.wire.frames:
        assert frame["t"] in {"denied", "error", "refused", "pong"}, frame
        if frame["t"] == "refused":
            assert frame["code"] in {"not_allowed", "unknown_command", "try_again"}, frame
