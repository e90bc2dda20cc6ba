"""Several gateways, each with its people, over a bus that loses what it is told to lose."""

import asyncio
from collections import deque

import pytest
from django.db import OperationalError

from hearten.gateway import neighbours as module
from hearten.gateway.neighbours import Neighbours
from hearten.gateway.tests.fakes import listener, turns
from hearten.gateway.tests.people import House
from hearten.gateway.whispers import Whisper, in_pieces, read


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr("hearten.gateway.gathering.PAUSE", 0.0)
    monkeypatch.setattr("hearten.gateway.gathering.SHARE", 0)
    monkeypatch.setattr("hearten.gateway.gathering.NAMELESS", 0.0)


class Street:
    """Houses side by side, all of one programme, and a clock."""

    def __init__(self):
        self.now = 1000.0
        self.houses = []
        self.said = []
        self.losing = False
        self.names = {}

    def house(self):
        house = House(others=(others := Neighbours(bus := StreetBus(self), None, None, self.clock)))
        others._runner, others._names = house.runner, self.names_of
        house.domain.history["a"] = []
        house.neighbours, house.bus = others, bus
        bus.others = others
        if self.houses:
            house.domain.history = self.houses[0].domain.history
        self.houses.append(house)
        others.missed()
        return house

    def clock(self):
        return self.now

    def names_of(self, ids):
        return {id_: self.names[id_] for id_ in ids if id_ in self.names}

    def somebody(self, house, name="Wren"):
        person = house.connect(listener(name))
        self.names[person.who.account_id] = name
        return person

    def beat(self, *houses):
        for house in houses or self.houses:
            house.neighbours.beat()

    async def settle(self):
        for _ in range(6):
            await turns()
            await asyncio.sleep(0)
        for house in self.houses:
            if (telling := house.neighbours._telling) is not None:
                await telling
        await turns()


class StreetBus:
    """In order, to all that follow, a turn later."""

    connected = True

    def __init__(self, street):
        self.street = street
        self.followed = set()
        self.waiting = deque()

    def whisper(self, text, *, topic=""):
        self.street.said.append(text)
        for house in [] if self.street.losing else self.street.houses:
            if not topic or topic in house.bus.followed:
                house.bus.waiting.append(text)
                asyncio.get_running_loop().call_soon(house.bus.deliver)

    def deliver(self):
        self.others.heard(self.waiting.popleft())

    def follow(self, topic):
        self.followed.add(topic)

    def unfollow(self, topic):
        self.followed.discard(topic)


def here(person):
    """Who is there, as this person was told last: how many, and the names in order."""
    told = person.wire.of("presence")[-1]
    return told["count"], sorted(one["who"] for one in told["here"])


async def two_houses():
    street = Street()
    one, other = street.house(), street.house()
    wren, finch = street.somebody(one, "Wren"), street.somebody(other, "Finch")
    await wren.subs()
    await finch.subs()
    await street.settle()
    return street, one, other, wren, finch


async def test_people_of_two_gateways_see_each_other():
    _street, _one, _other, wren, finch = await two_houses()
    assert here(wren) == here(finch) == (2, ["Finch", "Wren"])


async def test_typing_is_seen_at_the_other_gateway_and_nobody_says_it_for_another():
    street, one, _other, wren, finch = await two_houses()
    wren.says("signal", name="typing", topic="talk:a")
    await street.settle()
    expected = [{"name": "typing", "id": str(wren.who.account_id), "who": "Wren"}]
    assert [frame["signals"] for frame in finch.wire.of("signals")] == [expected]
    stranger = listener().account_id
    one.neighbours.tell("talk:a", signals=[(stranger, "typing"), (wren.who.account_id, "shouting")])
    await street.settle()
    assert len(finch.wire.of("signals")) == 1


async def test_a_gateway_that_comes_later_learns_who_is_there():
    street, _one, _other, wren, finch = await two_houses()
    third = street.house()
    robin = street.somebody(third, "Robin")
    await robin.subs()
    await street.settle()
    assert here(wren) == here(finch) == here(robin) == (3, ["Finch", "Robin", "Wren"])


async def test_who_leaves_is_seen_leaving_and_one_person_counts_once():
    street, _one, other, wren, finch = await two_houses()
    second_page = other.connect(wren.who)
    await second_page.subs()
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])
    wren.connection.gone()
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])
    second_page.connection.gone()
    await street.settle()
    assert here(finch) == (1, ["Finch"])


async def test_a_gateway_that_died_is_forgotten_with_its_people():
    street, one, other, wren, finch = await two_houses()
    for _ in range(3):
        street.now += module.BEAT
        street.beat(other)
        await street.settle()
        assert here(finch) == (2, ["Finch", "Wren"])
    street.now += module.BEAT
    street.beat(other)
    await street.settle()
    assert here(finch) == (1, ["Finch"])
    street.beat(one)  # it was only cut off
    await street.settle()
    assert here(finch) == here(wren) == (2, ["Finch", "Wren"])


async def test_after_a_standstill_nobody_is_forgotten_for_having_been_unheard():
    street, _one, other, _wren, finch = await two_houses()
    street.now += 10 * module.BEAT
    street.beat(other)
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])


@pytest.mark.parametrize("who_notices", ["one", "other", "nobody"])
async def test_what_was_lost_on_the_way_is_made_good(who_notices):
    street, one, other, wren, finch = await two_houses()
    street.losing = True
    wren.connection.gone()
    robin = street.somebody(one, "Robin")
    await robin.subs()
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])
    street.losing = False
    if who_notices == "nobody":
        for _ in range(int(module.REPEAT / module.BEAT) + 1):
            street.now += module.BEAT
            street.beat()
            await street.settle()
    else:
        {"one": one, "other": other}[who_notices].neighbours.missed()
    await street.settle()
    assert here(finch) == here(robin) == (2, ["Finch", "Robin"])


async def test_who_was_told_off_is_not_seen_whatever_another_gateway_says():
    """The other gateway has not heard of it and goes on telling."""
    street, one, other, wren, finch = await two_houses()
    other.hub.revoke("talk:a", wren.who.account_id)
    await street.settle()
    assert here(finch) == (1, ["Finch"])
    wren.says("signal", name="typing", topic="talk:a")
    one.neighbours.tell("talk:a", here=[wren.who.account_id])
    await street.settle()
    one.neighbours.missed()
    other.neighbours.missed()
    await street.settle()
    assert here(finch) == (1, ["Finch"])
    assert finch.wire.of("signals") == []


async def test_a_block_hides_both_from_each_other_on_both_gateways():
    street, one, other, wren, finch = await two_houses()
    seen = len(wren.wire.of("presence")), len(finch.wire.of("presence"))
    for person in (wren, finch):
        one.domain.banned.add((person.who.account_id, "a"))
        other.domain.banned.add((person.who.account_id, "a"))
    for house in (one, other):  # each hears of both by the database's notice
        for person in (wren, finch):
            house.hub.revoke("talk:a", person.who.account_id)
    robin = street.somebody(other, "Robin")
    await robin.subs()
    await wren.subs()
    await finch.subs()
    await street.settle()
    assert (len(wren.wire.of("presence")), len(finch.wire.of("presence"))) == seen
    assert here(robin) == (1, ["Robin"])


async def test_a_gateway_alone_says_nothing_but_that_it_is_there():
    street = Street()
    wren = street.somebody(house := street.house())
    await wren.subs()
    wren.says("signal", name="typing", topic="talk:a")
    await street.settle()
    street.beat()
    wren.connection.gone()
    await street.settle()
    assert [read(text) for text in street.said] == [
        Whisper(by=house.neighbours.id, asks=True),
        Whisper(by=house.neighbours.id),
    ]


async def test_no_name_and_no_word_is_ever_whispered():
    street, one, _other, wren, _finch = await two_houses()
    one.domain.write("a", "planted words")
    wren.says("signal", name="typing", topic="talk:a")
    street.beat()
    await street.settle()
    wren.connection.gone()
    await street.settle()
    said = " ".join(street.said)
    assert str(wren.who.account_id) in said
    assert str(wren.who.session_id) not in said
    assert not [word for word in ("Wren", "Finch", "planted") if word in said]


async def test_while_names_cannot_be_asked_people_are_counted_and_named_afterwards():
    street = Street()
    one, other = street.house(), street.house()
    wren, finch = street.somebody(one, "Wren"), street.somebody(other, "Finch")
    await finch.subs()
    await street.settle()
    other.runner.down = OperationalError("gone")
    await wren.subs()
    await street.settle()
    assert here(finch) == (2, ["Finch"])
    other.runner.down = None
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])


async def test_who_does_not_exist_is_not_counted():
    street, one, _other, _wren, finch = await two_houses()
    one.neighbours.tell("talk:a", here=[listener().account_id])
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])


async def test_a_topic_nobody_listens_to_here_is_not_followed_any_more():
    street, _one, other, wren, finch = await two_houses()
    assert other.bus.followed == {"talk:a"}
    finch.connection.gone()
    assert (other.bus.followed, other.neighbours._gatherings) == (set(), {})
    await street.settle()
    assert here(wren) == (1, ["Wren"])


async def test_a_thousand_people_go_in_pieces_the_bus_carries_and_come_as_one():
    street, one, other, _wren, finch = await two_houses()
    crowd = [street.somebody(one, f"Someone {n}") for n in range(1000)]
    for person in crowd:
        person.says("sub", topic="talk:a", after=0)
    await turns(400)
    await street.settle()
    other.neighbours.missed()
    await turns(400)
    await street.settle()
    assert here(finch)[0] == 1002
    counts = [told["count"] for told in finch.wire.of("presence")]
    assert counts == sorted(counts)  # told whole again, nobody went in between
    assert max(len(text) for text in street.said) < 7900


async def test_a_piece_that_was_lost_leaves_nobody_behind():
    street, one, _other, _wren, finch = await two_houses()
    crowd = [street.somebody(one, f"Someone {n}") for n in range(100)]
    for person in crowd:
        await person.subs()
    await street.settle()
    ids = [person.who.account_id for person in crowd]
    whole = Whisper(by=one.neighbours.id, topic="talk:a", whole=True, here=ids)
    pieces = [*in_pieces(whole)]
    for piece in pieces[:-1]:
        one.bus.whisper(piece, topic="talk:a")
    for person in crowd:
        person.connection.gone()
    one.neighbours.missed()
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])


def test_the_fullest_whisper_fits():
    ids = [listener().account_id for _ in range(100)]
    signals = [(id_, "x" * 64) for id_ in ids]
    full = Whisper(by="f" * 32, topic="t" * 97, here=ids, gone=ids, signals=signals, whole=True)
    pieces = [read(text) for text in in_pieces(full)]
    assert max(len(text) for text in in_pieces(full)) < 7900
    assert [id_ for piece in pieces for id_ in piece.here] == ids
    assert [id_ for piece in pieces for id_ in piece.gone] == ids
    assert [one for piece in pieces for one in piece.signals] == signals
    assert [piece.more for piece in pieces] == [True, True, False]
    assert [piece.rest for piece in pieces] == [False, True, True]


NONSENSE = [
    *("", "x", "7", "[]", "{}", "null", "[" * 9999),
    *('{"by":1,"here":["x"]}', '{"by":"a","signals":[1]}', '{"by":"a","here":7}'),
    *('{"by":"a","signals":[["x","y","z"]]}', '{"here":[]}'),
]


@pytest.mark.parametrize("text", NONSENSE)
async def test_nonsense_is_nothing(text):
    assert read(text) is None
    street, _one, other, _wren, finch = await two_houses()
    other.neighbours.heard(text)
    await street.settle()
    assert here(finch) == (2, ["Finch", "Wren"])
